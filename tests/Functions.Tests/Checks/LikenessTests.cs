using Marketplace.AppKit.Samples;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Tests.Checks;

/// <summary>How well copies are told from neighbours. The thresholds were chosen with the whole set in view, so new texts may fare worse.</summary>
public sealed class LikenessTests
{
    private static readonly IReadOnlyList<LabelledPair> Pairs = LabelledPairs.Read();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Copies_are_told_from_neighbours(int half)
    {
        var pairs = Pairs.Where((pair, i) => i % 2 == half && pair.IsCopy is not null).ToList();
        var found = pairs.Where(pair => pair.IsFound).ToList();
        var right = (double)found.Count(pair => pair.IsCopy is true);
        Assert.True(pairs.Count >= 30);
        Assert.True(right / found.Count >= 0.95,
            $"precision {right / found.Count}: {string.Join(", ", found.Where(pair => pair.IsCopy is false).Select(pair => pair.How))}");
        Assert.True(right / pairs.Count(pair => pair.IsCopy is true) >= 0.95,
            $"recall: missed {string.Join(", ", pairs.Except(found).Where(pair => pair.IsCopy is true).Select(pair => pair.How))}");
    }

    [Fact]
    public void The_labelled_set_has_every_kind_of_pair_and_no_pair_twice()
    {
        Assert.True(Pairs.Count >= 60);
        Assert.All(Pairs.GroupBy(pair => pair.How), kind => Assert.True(kind.Count() >= 5, kind.Key));
        Assert.Equal(Pairs.Count, Pairs.Distinct().Count());
    }

    /// <summary>Whoever reads a finding can put both texts side by side.</summary>
    [Fact]
    public void Passages_stand_in_both_texts_where_they_are_said_to()
    {
        var shown = 0;
        foreach (var pair in Pairs.Where(pair => pair.IsCopy is true))
        {
            var passages = DuplicateRules.Passages(ComparedListing.Of(pair.One), ComparedListing.Of(pair.Other));
            Assert.True(passages.Count <= DuplicateRules.MaxPassages);
            Assert.All(passages, passage => Assert.Equal(
                Text.FoldedText.Of(Slice(pair.One, passage.Field, passage.Range))
                    .ToString(), Text.FoldedText.Of(Slice(pair.Other, passage.OtherField, passage.OtherRange)).ToString()));
            shown += passages.Count;
        }

        Assert.True(shown > 60);
    }

    private static string Slice(ListingContent content, string field, Findings.TextRange range) =>
        FreeTexts.Of(content).Single(text => text.Field == field).Text.Substring(range.Start, range.Length);
}
