namespace Marketplace.Text;

/// <summary>
/// Bands of a MinHash signature (Broder, 1997): two sets that resemble each other by s share a given band with the probability
/// s<sup>rows</sup>, so at least one of b with 1 − (1 − s<sup>rows</sup>)<sup>b</sup>. The same on every machine and for good.
/// </summary>
public static class MinHash
{
    /// <param name="shingles">The set.</param>
    /// <param name="bands">Bands wanted, at least 1.</param>
    /// <param name="rows">Least hashes joined in each, at least 1.</param>
    /// <returns>One hash for each band; none for an empty set.</returns>
    public static ulong[] Bands(Shingles shingles, int bands, int rows)
    {
        if (shingles.Count == 0)
        {
            return [];
        }

        var least = new ulong[bands * rows];
        Array.Fill(least, ulong.MaxValue);
        foreach (var hash in shingles.Hashes)
        {
            for (var i = 0; i < least.Length; i++)
            {
                least[i] = Math.Min(least[i], Shingles.Mix(hash ^ Seed(i)));
            }
        }

        return [.. least.Chunk(rows).Select(static band => band.Aggregate(0UL, static (joined, one) => Shingles.Mix(joined ^ one)))];
    }

    private static ulong Seed(int i) => (ulong)(i + 1) * 0xD1B54A32D192ED03;
}
