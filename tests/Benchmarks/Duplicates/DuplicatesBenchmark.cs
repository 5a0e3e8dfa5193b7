using System.Diagnostics;
using Marketplace.AppKit.Samples;
using Marketplace.Benchmarks.Listings;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Benchmarks.Duplicates;

/// <summary>
/// How well copies are told from neighbours, kind by kind; and what a check costs this process: fingerprints, candidates, comparison and
/// passages of one entry against 10,000 others. Reads of storage are left out; they are counted instead.
/// </summary>
internal static class DuplicatesBenchmark
{
    private const int Others = 10_000;
    private const int Checks = 200;

    public static Task RunAsync(string[] arguments)
    {
        PrintQuality();
        PrintCost();
        return Task.CompletedTask;
    }

    private static void PrintQuality()
    {
        var pairs = LabelledPairs.Read().Select(static pair => (pair.How, pair.IsCopy, pair.IsFound)).ToList();
        foreach (var kind in pairs.GroupBy(static pair => (pair.How, pair.IsCopy)))
        {
            Console
                .WriteLine(
                $"{kind.Key.How,-22} copy: {kind.Key.IsCopy?.ToString() ?? "unclear",-8} told of {kind.Count(static pair => pair.IsFound),3} of {kind.Count(),3}");
        }

        var right = (double)pairs.Count(static pair => pair is { IsCopy: true, IsFound: true });
        var wrong = pairs.Count(static pair => pair is { IsCopy: false, IsFound: true });
        var unclear = pairs.Count(static pair => pair is { IsCopy: null, IsFound: true });
        Console
            .WriteLine(
            $"recall {right / pairs.Count(static pair => pair.IsCopy is true):P1}, precision {right / (right + wrong):P1}; with every unclear pair counted as wrong {right / (right + wrong + unclear):P1}");
    }

    private static void PrintCost()
    {
        var listings = new GeneratedListings(200, 2_000);
        var contents = Enumerable.Range(0, Others).Select(number => listings.Listing(number).Content).ToList();
        var rows = new Dictionary<BandKey, List<string>>();
        for (var i = 0; i < Others; i++)
        {
            foreach (var band in ComparedListing.Of(contents[i]).Bands())
            {
                Put(rows, band, $"{i}");
            }
        }

        var (start, looked) = (Process.GetCurrentProcess().TotalProcessorTime, 0);
        for (var i = 0; i < Checks; i++)
        {
            looked += Check(contents, rows, i * (Others / Checks));
        }

        var spent = (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds / Checks;
        Console
            .WriteLine(
            $"one entry against {Others:N0}: {spent:N1} ms of processor time; reads: {BandKey.WholeBands + BandKey.SummaryBands} bands and {(double)looked / Checks:N1} candidates");
    }

    private static int Check(List<ListingContent> contents, Dictionary<BandKey, List<string>> rows, int number)
    {
        var entry = ComparedListing.Of(contents[number]);
        var bands = entry.Bands();
        var candidates = DuplicateRules.Candidates(bands, [.. bands.Select(band => rows[band])], $"{number}").ToList();
        foreach (var candidate in candidates)
        {
            var other = ComparedListing.Of(contents[int.Parse(candidate.Key, System.Globalization.CultureInfo.InvariantCulture)]);
            other.Bands();
            if (DuplicateRules.Score(entry, other) is not null)
            {
                DuplicateRules.Passages(entry, other);
            }
        }

        return candidates.Count;
    }

    private static void Put(Dictionary<BandKey, List<string>> rows, BandKey band, string id)
    {
        if (!rows.TryGetValue(band, out var ids))
        {
            rows.Add(band, ids = []);
        }

        if (ids.Count == FingerprintStore.MaxIds)
        {
            ids.RemoveAt(0);
        }

        ids.Add(id);
    }
}
