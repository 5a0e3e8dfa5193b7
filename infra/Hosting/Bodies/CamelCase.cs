using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Marketplace.Hosting;

/// <summary>The camelCase names of an enumeration's values, as the API spells them.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The names belong to the enumeration.")]
public static class CamelCase<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().ToFrozenDictionary(Spell, StringComparer.Ordinal);
    private static readonly FrozenDictionary<T, string> Spelled = Enum.GetValues<T>().ToFrozenDictionary(static value => value, Spell);

    /// <summary>All names, in the order of the declaration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<T>().Select(Spell)];

    /// <summary>The name of <paramref name="value"/>.</summary>
    /// <exception cref="KeyNotFoundException">The enumeration does not declare it.</exception>
    public static string Name(T value) => Spelled[value];

    /// <summary>The value of that exact name.</summary>
    public static bool TryParse(string name, out T value) => Values.TryGetValue(name, out value);

    private static string Spell(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
