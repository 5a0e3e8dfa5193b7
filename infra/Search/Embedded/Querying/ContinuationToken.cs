using System.Buffers.Text;
using System.Text;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Where a page ended: the sort key of its last hit, how far the query was relaxed, and the weights its scores were computed with.</summary>
internal sealed record ContinuationToken(SearchSort Sort, int Level, SortKey Last, float AverageLength, int[] Weights)
{
    private const byte Version = 1;

    public string Encode()
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(Version);
            writer.Write((byte)Sort);
            writer.Write((byte)Level);
            writer.Write(Last.Primary);
            writer.Write(Last.Hash);
            writer.Write(Last.Id);
            writer.Write7BitEncodedInt(Last.Name.Length);
            writer.Write(Last.Name);
            writer.Write(AverageLength);
            writer.Write7BitEncodedInt(Weights.Length);
            foreach (var weight in Weights)
            {
                writer.Write7BitEncodedInt(weight);
            }
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <exception cref="FormatException">The text was not made by <see cref="Encode"/> for this sort and this many terms.</exception>
    public static ContinuationToken Decode(string text, SearchSort sort, int terms)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(Base64Url.DecodeFromChars(text)), Encoding.UTF8);
            if (reader.ReadByte() != Version)
            {
                throw new FormatException("The continuation is of another version.");
            }

            var token = new ContinuationToken((SearchSort)reader.ReadByte(), reader.ReadByte(), ReadKey(reader), reader.ReadSingle(), ReadWeights(reader));
            return token.Sort == sort && token.Weights.Length == terms && token.Level <= MatchLevel.Last && float.IsFinite(token.AverageLength)
                && token.AverageLength >= 1
                ? token
                : throw new FormatException("The continuation belongs to another query.");
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or DecoderFallbackException or ArgumentException)
        {
            throw new FormatException("The continuation is damaged.", e);
        }
    }

    private static SortKey ReadKey(BinaryReader reader) =>
        new(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadString(), ReadName(reader));

    private static byte[] ReadName(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is var length and >= 0 and <= Analysis.NameOrder.MaxKeyBytes
            ? reader.ReadBytes(length)
            : throw new FormatException("The continuation is damaged.");

    private static int[] ReadWeights(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > 8 * Analysis.QueryParser.MaxTerms)
        {
            throw new FormatException("The continuation is damaged.");
        }

        var weights = new int[count];
        for (var i = 0; i < count; i++)
        {
            // A weight this engine gives fits 25 bits; anything else could make a score overflow.
            weights[i] = reader.Read7BitEncodedInt() is var weight and >= 0 and < 1 << 25 ? weight : throw new FormatException("The continuation is damaged.");
        }

        return weights;
    }
}
