using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>Contact data in free text (联系方式): it belongs in the contact fields, where each look at it is recorded.</summary>
internal sealed class ContactDataCheck(CachedCheckData<ContactPatterns> patterns) : ICheck
{
    public string Name => "contactData";

    public TimeSpan Deadline => TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        var current = await patterns.GetAsync(cancellationToken);
        return [.. FreeTexts.Of(subject.Content).SelectMany(text => ContactScan.Find(text.Text, current).Select(hit => Tell(text, hit)))];
    }

    private static Finding Tell(FreeText text, ContactHit hit) => new(hit.Code, FindingSeverity.Warning, text.Field)
    {
        Range = hit.Range,
        Values = new Dictionary<string, string> { ["term"] = text.Text.Substring(hit.Range.Start, hit.Range.Length) },
    };
}
