namespace Marketplace.Search.Embedded.Image;

/// <summary>
/// What a posting says besides its document, in one byte: the weighted count of the term (3 bits, never 0) and the weighted length of the document (5 bits),
/// both on geometric scales. Statistics of the corpus are not in it, so that it stays true when segments are merged. Rounding moves a score by about five per
/// cent.
/// </summary>
internal static class Impact
{
    /// <summary>Weighted counts and lengths are kept in sixteenths.</summary>
    public const int One = 16;

    public const int Codes = 256;

    private const int LengthBits = 5;
    private const double ShortestLength = 8;
    private const double LengthStepsPerDoubling = 2.5;

    private static ReadOnlySpan<float> Counts => [0, 1, 2, 3, 4.5f, 7, 11, 20];

    // Halfway between neighbouring counts, in sixteenths.
    private static ReadOnlySpan<int> CountLimits => [24, 40, 58, 90, 140, 232];

    public static byte CodeOfLength(int length) =>
        (byte)Math.Clamp((int)Math.Round(Math.Log2(Math.Max(length, 1) / (ShortestLength * One)) * LengthStepsPerDoubling), 0, (1 << LengthBits) - 1);

    public static byte Code(int count, byte lengthCode)
    {
        var code = 1;
        foreach (var limit in CountLimits)
        {
            code += count > limit ? 1 : 0;
        }

        return (byte)((code << LengthBits) | lengthCode);
    }

    /// <summary>For each code the part of a term's weight that counts: tf / (tf + k1 (1 - b + b length / average)); 0 for code 0, which means absent.</summary>
    public static float[] Saturation(RankingOptions ranking, float averageLength)
    {
        var saturation = new float[Codes];
        for (var code = 1 << LengthBits; code < Codes; code++)
        {
            var count = Counts[code >> LengthBits];
            var length = (float)(ShortestLength * Math.Pow(2, (code & ((1 << LengthBits) - 1)) / LengthStepsPerDoubling));
            saturation[code] = count / (count + (ranking.K1 * (1 - ranking.B + (ranking.B * length / averageLength))));
        }

        return saturation;
    }
}
