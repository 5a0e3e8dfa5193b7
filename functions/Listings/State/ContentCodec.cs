using System.Text.Json;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Listings.State;

/// <summary>Content as stored: JSON without the contact, which is kept beside it so that it can be erased.</summary>
internal static class ContentCodec
{
    public static byte[] Encode(ListingContent content) => ToJson(content with { Contact = null });

    public static ListingContent Decode(ListingKind kind, ReadOnlySpan<byte> json, Contact? contact) => Parse(kind, json) with { Contact = contact };

    /// <summary>Reads content of the given kind.</summary>
    /// <exception cref="JsonException">The JSON is not of that kind's form; the path says where.</exception>
    public static ListingContent Parse(ListingKind kind, ReadOnlySpan<byte> json) => kind switch
    {
        ListingKind.Case => JsonSerializer.Deserialize(json, ContentJson.Default.CaseContent)!,
        ListingKind.Product => JsonSerializer.Deserialize(json, ContentJson.Default.ProductContent)!,
        _ => JsonSerializer.Deserialize(json, ContentJson.Default.CapabilityContent)!,
    };

    /// <summary>The form in which content is kept: texts in NFC without blanks at their ends, and nothing but the content's own members.</summary>
    public static ListingContent Normalize(ListingContent content) => Parse(content.Kind, ToJson(content));

    public static byte[] ToJson(ListingContent content) => content switch
    {
        CaseContent @case => JsonSerializer.SerializeToUtf8Bytes(@case, ContentJson.Readable.CaseContent),
        ProductContent product => JsonSerializer.SerializeToUtf8Bytes(product, ContentJson.Readable.ProductContent),
        _ => JsonSerializer.SerializeToUtf8Bytes((CapabilityContent)content, ContentJson.Readable.CapabilityContent),
    };
}
