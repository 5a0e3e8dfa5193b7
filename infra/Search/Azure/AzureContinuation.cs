using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Search.Azure;

/// <summary>Where a page ended.</summary>
/// <param name="Sort">The order of the query it belongs to.</param>
/// <param name="Relaxed">Whether the query had been relaxed.</param>
/// <param name="Total">How many documents matched when the first page was answered.</param>
/// <param name="Skip">By relevance: how many hits came before. The service cannot go on after a score.</param>
/// <param name="Position">Else the last hit's value in the field sorted by.</param>
/// <param name="Tie">Else the last hit's place among equals.</param>
internal sealed record AzureContinuation(SearchSort Sort, bool Relaxed, long Total, int Skip, string Position, string Tie)
{
    public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, AzureJson.Default.AzureContinuation));

    /// <exception cref="FormatException">The text was not made by <see cref="Encode"/> for this order.</exception>
    public static AzureContinuation Decode(string text, SearchSort sort)
    {
        try
        {
            var read = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text), AzureJson.Default.AzureContinuation);
            return read is { Position: not null, Tie: not null } && read.Sort == sort
                ? read
                : throw new FormatException("The continuation belongs to another query.");
        }
        catch (JsonException damaged)
        {
            throw new FormatException("The continuation is damaged.", damaged);
        }
    }
}

[JsonSerializable(typeof(AzureContinuation))]
internal sealed partial class AzureJson : JsonSerializerContext;
