using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Marketplace.Hosting.Bodies;

/// <summary>The camelCase names of an enumeration's values, as the API writes them.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The names belong to the enumeration.")]
public static class CamelCase<T>
    where T : struct, Enum
{
    // Arrays: few values are searched quickly, while generic collections of each enumeration would be compiled at every start.
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly string[] Spelled = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>All names, in the order of their values.</summary>
    public static IReadOnlyList<string> Names => Spelled;

    /// <summary>The name of <paramref name="value"/>.</summary>
    /// <exception cref="KeyNotFoundException">The enumeration does not define it.</exception>
    public static string Name(T value) => Array.IndexOf(Values, value) is >= 0 and var at
        ? Spelled[at]
        : throw new KeyNotFoundException($"{typeof(T).Name} declares no {value}.");

    /// <summary>Finds the value with exactly this name.</summary>
    public static bool TryParse(string name, out T value)
    {
        var at = Array.IndexOf(Spelled, name);
        value = at >= 0 ? Values[at] : default;
        return at >= 0;
    }
}
