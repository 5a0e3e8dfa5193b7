using System.Text.Json;
using Marketplace.Identity.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Identity.Keys;

/// <summary>An issuer's usable keys, as one document stated them (RFC 7517 section 5).</summary>
internal sealed class KeySet
{
    /// <summary>More keys than this in one document are a mistake or an attack.</summary>
    public const int MaxKeys = 100;

    private readonly ILookup<string, PublishedKey> _byId;

    private KeySet(IReadOnlyCollection<PublishedKey> keys)
    {
        _byId = keys.ToLookup(static key => key.Key.KeyId, StringComparer.Ordinal);
        Count = keys.Count;
    }

    /// <summary>Usable keys.</summary>
    public int Count { get; }

    /// <summary>Reads a key set. Keys that are not fit for use are left out, since issuers publish others too.</summary>
    /// <exception cref="KeyDocumentException">The document is no key set.</exception>
    public static KeySet Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!StrictJson.TryParseObject(utf8, out var document))
        {
            throw new KeyDocumentException("the key set is not a JSON object of the strict form");
        }

        using (document)
        {
            if (!document.RootElement.TryGetProperty("keys"u8, out var keys) || keys.ValueKind != JsonValueKind.Array || keys.GetArrayLength() > MaxKeys)
            {
                throw new KeyDocumentException($"the key set has no 'keys' array of at most {MaxKeys}");
            }

            return new KeySet([.. keys.EnumerateArray().Select(PublishedKey.Read).OfType<PublishedKey>()]);
        }
    }

    /// <summary>The first key of this id that is fit for the algorithm.</summary>
    public SecurityKey? Find(string id, string algorithm)
    {
        foreach (var key in _byId[id])
        {
            if (key.Supports(algorithm))
            {
                return key.Key;
            }
        }

        return null;
    }
}
