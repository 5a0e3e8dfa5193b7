using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Marketplace.Identity.Access;

/// <summary>All permissions of an application in one place (权限表), from which its documents are written.</summary>
public sealed class PermissionTable
{
    /// <summary>Makes the table, sorted by resource and action.</summary>
    /// <exception cref="ArgumentException">Two permissions have the same resource and action.</exception>
    public PermissionTable(params ReadOnlySpan<Permission> permissions)
    {
        Permissions = [.. permissions.ToArray().OrderBy(static one => one.ToString(), StringComparer.Ordinal)];
        if (Permissions.CountBy(static one => one.ToString()).FirstOrDefault(static same => same.Value > 1).Key is { } repeated)
        {
            throw new ArgumentException($"The permission {repeated} is stated more than once.", nameof(permissions));
        }
    }

    /// <summary>The permissions by resource and action.</summary>
    public ImmutableArray<Permission> Permissions { get; }

    /// <summary>A Markdown table: a row a permission, a column a role, in each cell the scopes of what the role may reach.</summary>
    public string ToMarkdown()
    {
        ImmutableArray<string> roles = [Role.Anonymous, .. Role.SignedIn];
        var text = new StringBuilder()
            .Append("| resource | action | ").AppendJoin(" | ", roles.Select(static role => $"`{role}`")).Append(" |\n")
            .Append("|---|---|");
        foreach (var _ in roles)
        {
            text.Append("---|");
        }

        foreach (var permission in Permissions)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n| {permission.Resource} | {permission.Action} | ")
                .AppendJoin(" | ", roles.Select(role => Cell(permission, role)))
                .Append(" |");
        }

        return text.Append('\n').ToString();
    }

    private static string Cell(Permission permission, string role) => string.Join(", ", permission.ScopesOf(role).Select(Name));

    private static string Name(Scope scope) => scope switch
    {
        Scope.Any => "all",
        Scope.OwnRegion => "own region",
        Scope.OwnDepartment => "own department",
        Scope.OwnCompany => "own company",
        _ => "own",
    };
}
