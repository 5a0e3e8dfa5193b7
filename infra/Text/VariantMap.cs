using System.Collections.Frozen;

namespace Marketplace.Text;

/// <summary>Characters that count as others, such as 國 as 国.</summary>
public sealed class VariantMap
{
    private readonly FrozenDictionary<int, int> _unified;

    /// <param name="pairs">Texts of two characters: the variant, and what it counts as. The last of two pairs for one variant holds.</param>
    /// <exception cref="ArgumentException">A text has not two characters.</exception>
    public VariantMap(IEnumerable<string> pairs)
    {
        var unified = new Dictionary<int, int>();
        foreach (var pair in pairs)
        {
            var runes = pair.EnumerateRunes().ToArray();
            if (runes.Length != 2)
            {
                throw new ArgumentException($"'{pair}' is no pair of characters.", nameof(pairs));
            }

            unified[runes[0].Value] = runes[1].Value;
        }

        _unified = unified.ToFrozenDictionary();
    }

    /// <summary>What a character counts as.</summary>
    public int Unify(int codePoint) => _unified.GetValueOrDefault(codePoint, codePoint);
}
