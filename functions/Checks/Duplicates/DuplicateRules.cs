using Marketplace.Functions.Findings;
using Marketplace.Text;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>When two listings count as likely duplicates (疑似重复), tuned on the labelled pairs beside the tests.</summary>
internal static class DuplicateRules
{
    /// <summary>Share of the runs of the shorter text that stand in the other too, from which on a copy is likely.</summary>
    private const double LeastWhole = 0.45;

    /// <summary>The same of the summary alone.</summary>
    private const double LeastSummary = 0.55;

    /// <summary>Runs below which a summary is a stock phrase that many have.</summary>
    private const int ShortestSummary = 16;

    /// <summary>Candidates whose texts are compared.</summary>
    private const int MaxCandidates = 24;

    public const int MaxPassages = 10;

    /// <summary>Units of the shortest passage worth showing.</summary>
    public const int ShortestPassage = 20;

    /// <summary>The listings worth comparing with, each with the bands it shares; those that share most come first.</summary>
    /// <param name="bands">The listing's bands.</param>
    /// <param name="sharing">For each, the ids of the listings that share it.</param>
    /// <param name="own">The listing's own id, which is left out.</param>
    public static IEnumerable<IGrouping<string, BandKey>> Candidates(IReadOnlyList<BandKey> bands, IReadOnlyList<IReadOnlyList<string>> sharing, string own) =>
        bands.Zip(sharing).SelectMany(static one => one.Second.Select(id => (Id: id, Band: one.First))).Where(one => one.Id != own)
            .GroupBy(static one => one.Id, static one => one.Band)
            .OrderByDescending(static one => one.Count()).ThenBy(static one => one.Key, StringComparer.Ordinal).Take(MaxCandidates);

    /// <summary>How much of the shorter text stands in the other, 0–1, or null where that is nothing to speak of.</summary>
    public static double? Score(ComparedListing listing, ComparedListing other)
    {
        var whole = Contained(listing.WholeRuns, other.WholeRuns);
        var summary = Math.Min(listing.SummaryRuns.Count, other.SummaryRuns.Count) < ShortestSummary ? 0 : Contained(listing.SummaryRuns, other.SummaryRuns);
        if (whole < LeastWhole && summary < LeastSummary)
        {
            return null;
        }

        return Math.Round(Math.Max(whole, summary), 3);
    }

    public static IReadOnlyList<AgreeingPassage> Passages(ComparedListing listing, ComparedListing other) =>
        [.. Text.Passages.Find(listing.Texts, other.Texts, ShortestPassage, MaxPassages).Select(one => new AgreeingPassage(
            listing.Fields[one.Text].Field,
            RangeOf(listing.Texts[one.Text], one.First, one.Length),
            other.Fields[one.OtherText].Field,
            RangeOf(other.Texts[one.OtherText], one.OtherFirst, one.Length)))];

    private static double Contained(Shingles one, Shingles other) => one.Count <= other.Count ? one.ContainedIn(other) : other.ContainedIn(one);

    private static TextRange RangeOf(FoldedText text, int first, int length) => new(text[first].Start, text[first + length - 1].End - text[first].Start);
}
