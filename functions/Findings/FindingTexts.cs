using System.Collections.Frozen;
using System.Text.Json;
using Marketplace.Hosting;

namespace Marketplace.Functions.Findings;

/// <summary>What every finding says, in both languages: one embedded file of the form <c>{"code":{"zh":"…","en":"…"}}</c> with placeholders such as <c>{term}</c>.</summary>
internal sealed class FindingTexts
{
    private readonly FrozenDictionary<string, (string Chinese, string English)> _texts;

    private FindingTexts(FrozenDictionary<string, (string, string)> texts) => _texts = texts;

    /// <summary>Every code, in ordinal order.</summary>
    public IEnumerable<string> Codes => _texts.Keys.Order(StringComparer.Ordinal);

    public static FindingTexts Load()
    {
        using var stream = typeof(FindingTexts).Assembly.GetManifestResourceStream("Marketplace.Functions.Findings.json")!;
        using var document = JsonDocument.Parse(stream);
        return new(document.RootElement.EnumerateObject().ToFrozenDictionary(
            code => code.Name, code => (code.Value.GetProperty("zh").GetString()!, code.Value.GetProperty("en").GetString()!), StringComparer.Ordinal));
    }

    public FindingItem ToItem(Finding finding, Language language) =>
        new(finding.Code, finding.Severity, finding.Field, Say(finding, language), finding.Range, finding.Likeness);

    /// <exception cref="InvalidOperationException">No text has the code: a defect.</exception>
    public string Say(Finding finding, Language language)
    {
        if (!_texts.TryGetValue(finding.Code, out var text)) throw new InvalidOperationException($"The finding '{finding.Code}' has no text.");
        return finding.Values.Aggregate(language is Language.English ? text.English : text.Chinese, static (said, value) => said.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));
    }
}
