using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Identity.Access;

/// <summary>One row of the permission table (权限表): an action on a resource and the roles it is granted to.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The word of the field; the reserved meaning is code access security, which .NET no longer has.")]
public sealed class Permission
{
    /// <summary>States who may do what; without grants nobody may.</summary>
    /// <param name="resource">The resource, a plural noun such as <c>listings</c>.</param>
    /// <param name="action">The action, a verb such as <c>read</c>.</param>
    /// <param name="grants">Roles and scopes.</param>
    /// <exception cref="ArgumentException">A name is blank, or a grant names an unknown role.</exception>
    public Permission(string resource, string action, params ReadOnlySpan<Grant> grants)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(resource);
        ArgumentException.ThrowIfNullOrWhiteSpace(action);
        foreach (var grant in grants)
        {
            if (grant.Role != Role.Anonymous && !Role.IsKnown(grant.Role))
            {
                throw new ArgumentException($"{resource}.{action} is granted to an unknown role '{grant.Role}'.", nameof(grants));
            }
        }

        (Resource, Action, Grants) = (resource, action, [.. grants]);
    }

    /// <summary>The resource.</summary>
    public string Resource { get; }

    /// <summary>The action.</summary>
    public string Action { get; }

    /// <summary>Roles and scopes as stated.</summary>
    public ImmutableArray<Grant> Grants { get; }

    /// <summary>Whether everybody may, signed in or not.</summary>
    public bool IsPublic => Grants.Any(static grant => grant is { Role: Role.Anonymous, Scope: Scope.Any });

    /// <summary>What this permission allows <paramref name="caller"/>. Pure; no allocation beyond the answer.</summary>
    public AccessScope Allows(Caller caller)
    {
        var granted = ScopeMask.None;
        foreach (var grant in Grants)
        {
            if ((grant.Role == Role.Anonymous || caller.Is(grant.Role)) && HasWhatItNeeds(caller, grant.Scope))
            {
                granted |= ScopeMask.Of(grant.Scope);
            }
        }

        return new AccessScope(caller, granted.Widest());
    }

    /// <summary>The widest scopes a role can have, given a token that carries all they need; empty when it may not.</summary>
    public ImmutableArray<Scope> ScopesOf(string role) => Grants
        .Where(grant => grant.Role == role || grant.Role == Role.Anonymous)
        .Where(grant => role != Role.Anonymous || grant.Scope == Scope.Any)
        .Aggregate(ScopeMask.None, static (granted, grant) => granted | ScopeMask.Of(grant.Scope))
        .Widest();

    /// <summary>Resource and action, as <c>listings.read</c>.</summary>
    public override string ToString() => $"{Resource}.{Action}";

    private static bool HasWhatItNeeds(Caller caller, Scope scope) => scope switch
    {
        Scope.Any => true,
        Scope.OwnRegion => !string.IsNullOrEmpty(caller.Region),
        Scope.OwnDepartment => !string.IsNullOrEmpty(caller.Department),
        Scope.OwnCompany => caller.CreditCode is { Value.Length: > 0 },
        Scope.Self => !caller.IsAnonymous,
        _ => false,
    };
}
