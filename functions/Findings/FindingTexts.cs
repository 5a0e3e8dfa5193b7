using System.Collections.Frozen;
using System.Text.Json;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Findings;

/// <summary>
/// What every finding says, in both languages: one embedded file of the form <c>{"code":{"zh":"…","en":"…"}}</c> with placeholders such as
/// <c>{term}</c>. A finding about a required field has the code and the text of the field error.
/// </summary>
internal sealed class FindingTexts
{
    private readonly FrozenDictionary<string, (string Chinese, string English)> _texts;
    private readonly ProblemTexts _problems;

    private FindingTexts(FrozenDictionary<string, (string, string)> texts, ProblemTexts problems) => (_texts, _problems) = (texts, problems);

    /// <summary>Every code that no field error has, in ordinal order.</summary>
    public IEnumerable<string> Codes => _texts.Keys.Order(StringComparer.Ordinal);

    /// <param name="problems">The texts of field errors.</param>
    public static FindingTexts Load(ProblemTexts problems)
    {
        using var stream = typeof(FindingTexts).Assembly.GetManifestResourceStream("Marketplace.Functions.Findings.json")!;
        using var document = JsonDocument.Parse(stream);
        var texts = document.RootElement.EnumerateObject().ToFrozenDictionary(
            code => code.Name, code => (code.Value.GetProperty("zh").GetString()!, code.Value.GetProperty("en").GetString()!), StringComparer.Ordinal);
        return new(texts, problems);
    }

    public FindingItem ToItem(Finding finding, Language language) =>
        new(finding.Code, finding.Severity, finding.Field, Say(finding, language), finding.Range, finding.Likeness);

    /// <exception cref="InvalidOperationException">No text has the code: a defect.</exception>
    public string Say(Finding finding, Language language)
    {
        if (!_texts.TryGetValue(finding.Code, out var text))
        {
            return _problems.FindField(finding.Code).Format(new FieldError(finding.Field, finding.Code, [.. finding.Values]), language);
        }

        return finding.Values.Aggregate(
            language is Language.English ? text.English : text.Chinese,
            static (said, value) => said.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));
    }
}
