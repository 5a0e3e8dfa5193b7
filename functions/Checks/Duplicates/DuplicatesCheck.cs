using System.Globalization;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>
/// Likely duplicates (疑似重复) among published listings and open submissions of others: candidates by shared fingerprints, then the texts
/// themselves. Takes one read for each band and one or two for each candidate.
/// </summary>
internal sealed class DuplicatesCheck(ListingStore store, IOpenTexts open, FingerprintStore fingerprints) : ICheck
{
    /// <summary>Duplicates reported, the most alike first.</summary>
    private const int MaxFindings = 5;

    public string Name => "duplicates";

    public TimeSpan Deadline => TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        var compared = ComparedListing.Of(subject.Content);
        var bands = compared.Bands();
        var sharing = await fingerprints.ReadAsync(bands, cancellationToken);
        var candidates = DuplicateRules.Candidates(bands, sharing, subject.ListingId);
        var found = await Task.WhenAll(candidates.Select(candidate => CompareAsync(subject, compared, candidate.Key, [.. candidate], cancellationToken)));
        return [.. found.OfType<Finding>().OrderByDescending(static finding => finding.Likeness!.Score).Take(MaxFindings)];
    }

    private async Task<Finding?> CompareAsync(
        CheckSubject subject, ComparedListing compared, string id, IReadOnlyList<BandKey> shared, CancellationToken cancellationToken)
    {
        var texts = await ListingTexts.ReadAsync(store, open, id, cancellationToken);
        await DropStaleAsync(id, shared, texts, cancellationToken);
        var published = texts.Published is { } content
            ? Judge(compared, id, content, isHidden: content.Audience is Audience.Government && !subject.IsFromGovernment)
            : null;
        var submitted = texts.Open is { } other ? Judge(compared, id, other, isHidden: true) : null;

        // The reviewer sees what the submitter may see as well, so that goes first.
        return published is { ReviewersOnly: false } || submitted is null ? published : submitted;
    }

    /// <summary>Removes the candidate from bands of texts that it no longer has.</summary>
    private async Task DropStaleAsync(string id, IReadOnlyList<BandKey> shared, ListingTexts texts, CancellationToken cancellationToken)
    {
        var present = texts.Bands();
        foreach (var band in shared.Where(band => !present.Contains(band)))
        {
            await fingerprints.RemoveAsync(band, id, cancellationToken);
        }
    }

    private static Finding? Judge(ComparedListing compared, string id, ListingContent content, bool isHidden)
    {
        var other = ComparedListing.Of(content);
        if (DuplicateRules.Score(compared, other) is not { } score)
        {
            return null;
        }

        return new Finding("likelyDuplicate", FindingSeverity.Warning, "$")
        {
            Values = new Dictionary<string, string>
            {
                ["name"] = content.Name ?? id,
                ["percent"] = Math.Round(score * 100).ToString(CultureInfo.InvariantCulture),
            },
            Likeness = new Likeness(id, content.Name ?? "", score, DuplicateRules.Passages(compared, other)),
            ReviewersOnly = isHidden,
        };
    }
}
