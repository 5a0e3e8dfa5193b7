namespace Marketplace.Identity.Access;

/// <summary>One cell of the permission table: a role may, within a scope. A grant to <see cref="Role.Anonymous"/> is one to everybody.</summary>
/// <param name="Role">One of the constants of <see cref="Identity.Role"/>.</param>
/// <param name="Scope">Whose things the grant covers.</param>
public sealed record Grant(string Role, Scope Scope);
