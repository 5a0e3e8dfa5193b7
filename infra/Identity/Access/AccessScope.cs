using System.Collections.Immutable;

namespace Marketplace.Identity.Access;

/// <summary>What a permission allows one caller: nothing, or the widest scopes granted.</summary>
/// <remarks>
/// A scope counts only if the caller carries what it needs (a region, a department, a credit code, a subject), and a
/// scope inside a wider granted one is left out: <see cref="Scope.Any"/> covers all, a region its departments, and each
/// of those the person.
/// </remarks>
public sealed class AccessScope
{
    internal AccessScope(Caller caller, ImmutableArray<Scope> scopes) => (Caller, Scopes) = (caller, scopes);

    /// <summary>Who was asked about.</summary>
    public Caller Caller { get; }

    /// <summary>The widest granted scopes in the order of <see cref="Scope"/>; empty when refused.</summary>
    public ImmutableArray<Scope> Scopes { get; }

    /// <summary>Whether the caller may do this to anything at all.</summary>
    public bool IsGranted => !Scopes.IsEmpty;

    /// <summary>Whether the caller may do this to everything, so that nothing needs to be filtered.</summary>
    public bool IsUnlimited => Scopes.Contains(Scope.Any);

    /// <summary>Whether the caller may do this to what belongs to <paramref name="owner"/>.</summary>
    public bool Covers(in Owner owner)
    {
        foreach (var scope in Scopes)
        {
            if (Covers(scope, owner))
            {
                return true;
            }
        }

        return false;
    }

    private bool Covers(Scope scope, in Owner owner) => scope switch
    {
        Scope.Any => true,
        // GB/T 2260 and the statistical codes below it nest by prefix at 2, 4, 6, 9 and 12 digits.
        Scope.OwnRegion => owner.Region is { } region && region.StartsWith(Caller.Region!, StringComparison.Ordinal),
        Scope.OwnDepartment => owner.Department is { } department && department == Caller.Department,
        Scope.OwnCompany => owner.Company is { } company && company == Caller.CreditCode,
        Scope.Self => owner.Person is { } person && person == Caller.Id,
        _ => false,
    };
}
