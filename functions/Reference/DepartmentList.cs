using System.Collections.Frozen;

namespace Marketplace.Functions.Reference;

/// <summary>A government department (部门) of a region.</summary>
/// <param name="Id">Short stable id, such as <c>gd-public-security</c>.</param>
/// <param name="Name">Full official name.</param>
/// <param name="Region">Code of its region.</param>
/// <param name="Source">Source that names it.</param>
public sealed record Department(string Id, string Name, string Region, string? Source = null);

/// <summary>All departments, by id and by name.</summary>
internal sealed class DepartmentList(IReadOnlyList<Department> departments)
{
    private readonly FrozenDictionary<string, Department> _byId = departments.ToFrozenDictionary(department => department.Id, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Department> _byName = departments.ToFrozenDictionary(department => department.Name, StringComparer.Ordinal);

    public IReadOnlyList<Department> All => departments;

    /// <summary>The department of that id or, as importers write it, of that name.</summary>
    public Department? Find(string idOrName) => _byId.GetValueOrDefault(idOrName) ?? _byName.GetValueOrDefault(idOrName);
}
