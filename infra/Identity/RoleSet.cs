using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Marketplace.Identity;

/// <summary>A set of role names in ordinal order, equal to another with the same names. Usually holds one.</summary>
[CollectionBuilder(typeof(RoleSet), nameof(Create))]
public sealed class RoleSet : IReadOnlyList<string>, IEquatable<RoleSet>
{
    private readonly ImmutableArray<string> _roles;

    private RoleSet(ImmutableArray<string> roles) => _roles = roles;

    /// <summary>The set without roles.</summary>
    public static RoleSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _roles.Length;

    /// <inheritdoc/>
    public string this[int index] => _roles[index];

    /// <summary>The set of <paramref name="roles"/>; order and repetition do not matter.</summary>
    public static RoleSet Create(params ReadOnlySpan<string> roles) =>
        roles.IsEmpty ? Empty : new([.. new SortedSet<string>(roles.ToArray(), StringComparer.Ordinal)]);

    /// <summary>Whether <paramref name="role"/> is in the set.</summary>
    public bool Contains(string role) => _roles.Contains(role);

    /// <inheritdoc/>
    public bool Equals(RoleSet? other) => other is not null && _roles.AsSpan().SequenceEqual(other._roles.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RoleSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var role in _roles)
        {
            hash.Add(role, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The names, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', _roles);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_roles).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
