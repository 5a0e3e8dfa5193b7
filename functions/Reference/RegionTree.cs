using System.Collections.Frozen;

namespace Marketplace.Functions.Reference;

/// <summary>A region (行政区划) as GB/T 2260 numbers it.</summary>
/// <param name="Code">2 digits for a province, 4 for a city, 6 for a county.</param>
/// <param name="Name">Official name.</param>
/// <param name="Level">province, city or county.</param>
/// <param name="Parent">Code of the region above; none for a province.</param>
/// <param name="PearlRiverDelta">One of the nine cities of the Pearl River Delta (珠三角), which owe other duties (source 002).</param>
public sealed record Region(string Code, string Name, string Level, string? Parent = null, bool PearlRiverDelta = false);

/// <summary>All regions and who lies below whom.</summary>
internal sealed class RegionTree
{
    private readonly FrozenDictionary<string, Region> _byCode;
    private readonly FrozenDictionary<string, string[]> _lineages;

    public RegionTree(IEnumerable<Region> regions)
    {
        _byCode = regions.ToFrozenDictionary(region => region.Code, StringComparer.Ordinal);
        foreach (var region in _byCode.Values)
        {
            if (region.Parent is { } parent && !_byCode.ContainsKey(parent))
            {
                throw new InvalidDataException($"Region {region.Code} names an unknown parent {parent}.");
            }
        }

        _lineages = _byCode.Keys.ToFrozenDictionary(code => code, code => Climb(code).ToArray(), StringComparer.Ordinal);
    }

    public IEnumerable<Region> All => _byCode.Values.OrderBy(region => region.Code, StringComparer.Ordinal);

    public bool Contains(string code) => _byCode.ContainsKey(code);

    public Region? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The region itself and everything above it, nearest first; empty for an unknown code.</summary>
    public IReadOnlyList<string> Lineage(string code) => _lineages.GetValueOrDefault(code) ?? [];

    /// <summary>Whether <paramref name="code"/> is <paramref name="top"/> or lies below it.</summary>
    public bool IsWithin(string code, string top) => Lineage(code).Contains(top);

    private IEnumerable<string> Climb(string code)
    {
        for (var region = _byCode[code]; ; region = _byCode[region.Parent])
        {
            yield return region.Code;
            if (region.Parent is null)
            {
                yield break;
            }
        }
    }
}
