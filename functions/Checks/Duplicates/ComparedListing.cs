using Marketplace.Functions.Listings.Content;
using Marketplace.Text;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>A listing as it is compared with others: the texts that say what it is.</summary>
internal sealed class ComparedListing
{
    /// <summary>Units of a run: long enough that two listings share one by copying rather than by subject.</summary>
    private const int RunLength = 5;

    /// <summary>Units of the runs that fingerprints are made of; shorter, so that rewritten copies are found as candidates.</summary>
    private const int PrintLength = 3;

    private readonly Lazy<Shingles> _whole;
    private readonly Lazy<Shingles> _summary;

    private ComparedListing(IReadOnlyList<FreeText> fields)
    {
        Fields = fields;
        Texts = [.. fields.Select(static field => FoldedText.Of(field.Text))];
        _whole = new(() => Shingles.Of(Texts, RunLength));
        _summary = new(() => Shingles.Of(Summary, RunLength));
    }

    public IReadOnlyList<FreeText> Fields { get; }

    public IReadOnlyList<FoldedText> Texts { get; }

    public Shingles WholeRuns => _whole.Value;

    public Shingles SummaryRuns => _summary.Value;

    private IEnumerable<FoldedText> Summary => Texts.Where((_, i) => Fields[i].Field == "summary");

    public static ComparedListing Of(ListingContent content) => new(FreeTexts.Substance(content));

    /// <summary>The bands by which listings like this one are found: those of the whole, then those of the summary alone.</summary>
    public IReadOnlyList<BandKey> Bands() =>
    [
        .. MinHash.Bands(Shingles.Of(Texts, PrintLength), BandKey.WholeBands, BandKey.Rows).Select(static (hash, i) => BandKey.OfWhole(i, hash)),
        .. MinHash.Bands(Shingles.Of(Summary, PrintLength), BandKey.SummaryBands, BandKey.Rows).Select(static (hash, i) => BandKey.OfSummary(i, hash)),
    ];
}
