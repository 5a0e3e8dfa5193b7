using System.Runtime.InteropServices;
using System.Text.Json;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>A line that could be read: where it comes from and its content, in the form it is kept in.</summary>
internal sealed record ImportEntry(Origin Origin, ListingContent Content, DateTimeOffset? PublishedAt);

/// <summary>Reads one line by its kind.</summary>
internal sealed class ImportReader(StrictJson json)
{
    private static readonly string Kinds = string.Join(", ", CamelCase<ListingKind>.Names);

    /// <summary>The listing, or what is wrong with the line's form.</summary>
    public (ImportEntry? Entry, IReadOnlyList<FieldError> Errors) Read(JsonElement line)
    {
        if (line.ValueKind is not JsonValueKind.Object)
        {
            return (null, [FieldError.InvalidFormat("$").Accepting("a JSON object")]);
        }

        if (!line.TryGetProperty("kind", out var kind) || kind.ValueKind is JsonValueKind.Null)
        {
            return (null, [FieldError.Required("kind").Accepting(Kinds)]);
        }

        if (kind.ValueKind is not JsonValueKind.String || !CamelCase<ListingKind>.TryParse(kind.GetString()!, out var list))
        {
            return (null, [FieldError.UnknownCode("kind").Accepting(Kinds)]);
        }

        return list switch
        {
            ListingKind.Case => Read<CaseLine>(line),
            ListingKind.Product => Read<ProductLine>(line),
            _ => Read<CapabilityLine>(line),
        };
    }

    private (ImportEntry? Entry, IReadOnlyList<FieldError> Errors) Read<T>(JsonElement line)
        where T : ListingContent, IImportLine
    {
        var read = json.Read<T>(JsonMarshal.GetRawUtf8Value(line).ToArray());
        if (!read.IsValid)
        {
            return (null, read.Errors);
        }

        var origin = new Origin(NormalizedText.Of(read.Value.Source ?? ""), NormalizedText.Of(read.Value.ExternalId ?? ""));
        return (new ImportEntry(origin, ContentCodec.Normalize(read.Value), read.Value.PublishedAt), []);
    }
}
