using System.Globalization;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>
/// Likely duplicates (疑似重复) among published entries and open submissions of others: candidates by shared fingerprints, then the texts
/// themselves. Takes one read for each band and one or two for each candidate.
/// </summary>
internal sealed class DuplicatesCheck(ListingStore store, IOpenTexts open, FingerprintStore fingerprints) : ICheck
{
    /// <summary>Duplicates told of, the likest first.</summary>
    private const int MostFindings = 5;

    public string Name => "duplicates";

    public TimeSpan Deadline => TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        var entry = ComparedEntry.Of(subject.Content);
        var bands = entry.Bands();
        var sharing = await fingerprints.ReadAsync(bands, cancellationToken);
        var candidates = DuplicateRules.Candidates(bands, sharing, subject.ListingId);
        var found = await Task.WhenAll(candidates.Select(candidate => CompareAsync(subject, entry, candidate.Key, [.. candidate], cancellationToken)));
        return [.. found.OfType<Finding>().OrderByDescending(static finding => finding.Likeness!.Score).Take(MostFindings)];
    }

    private async Task<Finding?> CompareAsync(CheckSubject subject, ComparedEntry entry, string id, IReadOnlyList<BandKey> shared, CancellationToken cancellationToken)
    {
        var texts = await EntryTexts.ReadAsync(store, open, id, cancellationToken);
        await DropStaleAsync(id, shared, texts, cancellationToken);
        var published = texts.Published is { } content ? Judge(entry, id, content, isHidden: content.Audience is Audience.Government && !subject.IsFromGovernment) : null;
        var submitted = texts.Open is { } other ? Judge(entry, id, other, isHidden: true) : null;

        // What the submitter may know of goes first: the reviewer sees it too.
        return published is { ReviewersOnly: false } || submitted is null ? published : submitted;
    }

    /// <summary>Takes the candidate from rows that it was put into for what it no longer says.</summary>
    private async Task DropStaleAsync(string id, IReadOnlyList<BandKey> shared, EntryTexts texts, CancellationToken cancellationToken)
    {
        var present = texts.Bands();
        foreach (var band in shared.Where(band => !present.Contains(band)))
        {
            await fingerprints.RemoveAsync(band, id, cancellationToken);
        }
    }

    private static Finding? Judge(ComparedEntry entry, string id, ListingContent content, bool isHidden)
    {
        var other = ComparedEntry.Of(content);
        if (DuplicateRules.Score(entry, other) is not { } score)
        {
            return null;
        }

        return new Finding("likelyDuplicate", FindingSeverity.Warning, "$")
        {
            Values = new Dictionary<string, string> { ["name"] = content.Name ?? id, ["percent"] = Math.Round(score * 100).ToString(CultureInfo.InvariantCulture) },
            Likeness = new Likeness(id, content.Name ?? "", score, DuplicateRules.Passages(entry, other)),
            ReviewersOnly = isHidden,
        };
    }
}
