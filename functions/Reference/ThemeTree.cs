using System.Collections.Frozen;

namespace Marketplace.Functions.Reference;

/// <summary>A theme (应用主题), from the chapters of the plan (source 001).</summary>
/// <param name="Code">Code such as <c>services</c> or, below it, <c>services.channels</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Source">Source it is taken from.</param>
/// <param name="Chapter">Chapter of that source.</param>
/// <param name="Children">Themes below; none at the second level.</param>
public sealed record Theme(string Code, string Name, string NameEn, string Source, string Chapter, IReadOnlyList<Theme>? Children = null);

/// <summary>The two-level tree of themes.</summary>
internal sealed class ThemeTree
{
    private readonly FrozenDictionary<string, Theme> _byCode;

    public ThemeTree(IReadOnlyList<Theme> roots)
    {
        Roots = roots;
        _byCode = roots.Concat(roots.SelectMany(root => root.Children ?? [])).ToFrozenDictionary(theme => theme.Code, StringComparer.Ordinal);
    }

    public IReadOnlyList<Theme> Roots { get; }

    public bool Contains(string code) => _byCode.ContainsKey(code);

    public Theme? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The theme itself and the one above it.</summary>
    public IEnumerable<string> Lineage(string code) =>
        Roots.FirstOrDefault(root => root.Children?.Any(child => child.Code == code) == true) is { } parent ? [code, parent.Code] : [code];
}
