using System.Collections.Immutable;

namespace Marketplace.Identity.Access;

/// <summary>A set of scopes as bits, with the order of width between them.</summary>
internal readonly record struct ScopeMask(int Bits)
{
    public static readonly ScopeMask None = new(0);

    private static readonly ImmutableArray<Scope>[] Sets = [.. Enumerable.Range(0, 1 << 5).Select(static bits => Spell(bits))];

    public static ScopeMask Of(Scope scope) => new(1 << (int)scope);

    public static ScopeMask operator |(ScopeMask left, ScopeMask right) => new(left.Bits | right.Bits);

    /// <summary>The scopes that no other one of the set contains.</summary>
    public ImmutableArray<Scope> Widest()
    {
        var bits = Bits;
        foreach (var scope in Sets[Bits])
        {
            bits &= ~Inside(scope).Bits;
        }

        return Sets[bits];
    }

    private static ScopeMask Inside(Scope scope) => scope switch
    {
        Scope.Any => Of(Scope.OwnRegion) | Of(Scope.OwnDepartment) | Of(Scope.OwnCompany) | Of(Scope.Self),
        Scope.OwnRegion => Of(Scope.OwnDepartment) | Of(Scope.Self),
        Scope.OwnDepartment or Scope.OwnCompany => Of(Scope.Self),
        _ => None,
    };

    private static ImmutableArray<Scope> Spell(int bits) => [.. Enum.GetValues<Scope>().Where(scope => (bits & Of(scope).Bits) != 0)];
}
