using System.Buffers;
using System.Text;

namespace Marketplace.Identity.Tokens;

/// <summary>A compact JWS (RFC 7515 section 3.1), taken apart and decoded but not verified. Holds a pooled buffer until disposed.</summary>
internal sealed class CompactJws : IDisposable
{
    /// <summary>Characters in the longest token that is looked at.</summary>
    public const int MaxLength = 8 * 1024;

    private readonly byte[] _buffer;

    private CompactJws(byte[] buffer, JoseHeader header) => (_buffer, Header) = (buffer, header);

    /// <summary>The header, believed by nobody yet.</summary>
    public JoseHeader Header { get; }

    /// <summary>The decoded payload, believed by nobody yet.</summary>
    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary>The decoded signature.</summary>
    public ReadOnlyMemory<byte> Signature { get; private init; }

    /// <summary>What was signed: the first two parts as sent.</summary>
    public ReadOnlyMemory<byte> SigningInput { get; private init; }

    /// <summary>Takes a token apart; <paramref name="jws"/> is set exactly when nothing is returned.</summary>
    public static TokenRefusal? TryRead(ReadOnlySpan<char> token, out CompactJws? jws)
    {
        jws = null;
        if (token.Length > MaxLength)
        {
            return TokenRefusal.TooLong;
        }

        // The text as bytes, and behind it room for all three parts decoded.
        var buffer = ArrayPool<byte>.Shared.Rent(2 * token.Length);
        var refusal = Read(token, buffer, out jws);
        if (jws is null)
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return refusal;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);

    private static TokenRefusal? Read(ReadOnlySpan<char> token, byte[] buffer, out CompactJws? jws)
    {
        jws = null;
        if (Ascii.FromUtf16(token, buffer, out _) != OperationStatus.Done)
        {
            return TokenRefusal.Malformed;
        }

        var text = buffer.AsSpan(0, token.Length);
        var first = text.IndexOf((byte)'.');
        var last = text.LastIndexOf((byte)'.');
        if (first <= 0 || first == last || text[(first + 1)..last].Contains((byte)'.'))
        {
            return TokenRefusal.Malformed;
        }

        var free = buffer.AsSpan(token.Length);
        if (!CanonicalBase64Url.TryDecode(text[..first], free, out var headerLength)
            || !CanonicalBase64Url.TryDecode(text[(first + 1)..last], free[headerLength..], out var payloadLength)
            || !CanonicalBase64Url.TryDecode(text[(last + 1)..], free[(headerLength + payloadLength)..], out var signatureLength))
        {
            return TokenRefusal.Malformed;
        }

        var decoded = buffer.AsMemory(token.Length);
        if (JoseHeader.TryRead(decoded[..headerLength], out var header) is { } refusal)
        {
            return refusal;
        }

        jws = new CompactJws(buffer, header!)
        {
            SigningInput = buffer.AsMemory(0, last),
            Payload = decoded.Slice(headerLength, payloadLength),
            Signature = decoded.Slice(headerLength + payloadLength, signatureLength),
        };
        return null;
    }
}
