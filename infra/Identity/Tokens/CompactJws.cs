namespace Marketplace.Identity.Tokens;

/// <summary>A compact JWS (RFC 7515 section 3.1) of the strict form: taken apart and decoded, but not verified.</summary>
/// <param name="Header">Believed by nobody yet.</param>
/// <param name="Payload">The decoded payload, believed by nobody yet.</param>
/// <param name="SignatureLength">Bytes of the signature.</param>
internal sealed record CompactJws(JoseHeader Header, ReadOnlyMemory<byte> Payload, int SignatureLength)
{
    /// <summary>Characters in the longest token that is looked at.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>Takes a token apart; <paramref name="jws"/> is set exactly when nothing is returned.</summary>
    public static TokenRefusal? TryRead(string token, out CompactJws? jws)
    {
        jws = null;
        if (token.Length > MaxLength)
        {
            return TokenRefusal.TooLong;
        }

        // The signature is decoded for its form and length alone: the library takes padding, and what lacks leading zeros.
        Span<Range> parts = stackalloc Range[4];
        if (token.AsSpan().Split(parts, '.') != 3
            || CanonicalBase64Url.Decode(token.AsSpan(parts[0])) is not { Length: > 0 } header
            || CanonicalBase64Url.Decode(token.AsSpan(parts[1])) is not { } payload
            || CanonicalBase64Url.Decode(token.AsSpan(parts[2])) is not { } signature)
        {
            return TokenRefusal.Malformed;
        }

        var refusal = JoseHeader.TryRead(header, out var read);
        jws = read is null ? null : new(read, payload, signature.Length);
        return refusal;
    }
}
