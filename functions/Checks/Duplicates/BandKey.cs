using System.Globalization;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>One band of a listing's fingerprint: listings that share one may resemble each other.</summary>
/// <param name="Band">Which band.</param>
/// <param name="Hash">Its hash.</param>
internal readonly record struct BandKey(string Band, string Hash)
{
    /// <summary>Bands of the whole text.</summary>
    public const int WholeBands = 20;

    /// <summary>Bands of the summary alone, so that a listing is found of which nothing else was copied.</summary>
    public const int SummaryBands = 8;

    /// <summary>Least hashes in a band.</summary>
    public const int Rows = 2;

    public static BandKey OfWhole(int band, ulong hash) => Of('w', band, hash);

    public static BandKey OfSummary(int band, ulong hash) => Of('s', band, hash);

    private static BandKey Of(char part, int band, ulong hash) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{part}{band:D2}"), hash.ToString("x16", CultureInfo.InvariantCulture));
}
