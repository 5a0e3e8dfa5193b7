using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Hosting.Queries;

/// <summary>
/// Signs page positions: base64url of a version byte, the first 128 bits of an HMAC-SHA-256 over version, scope and position, and the position.
/// The scope (route and filters) is signed but not part of the cursor, so that a cursor is invalid with other filters.
/// </summary>
public sealed class CursorCodec
{
    internal const int MaxLength = 2048;

    private const byte Version = 1;
    private const int SignatureBytes = 16;
    private const int HeaderBytes = 1 + SignatureBytes;
    private const int MaxPosition = 1024;

    private readonly IReadOnlyList<byte[]> _keys;

    /// <summary>Signs with the first key and accepts all, so that keys can be rotated while old cursors stay valid.</summary>
    /// <param name="keys">One or more keys of at least 32 bytes.</param>
    /// <exception cref="ArgumentException">There is no key, or a key is shorter.</exception>
    public CursorCodec(IReadOnlyList<byte[]> keys)
    {
        if (keys.Count == 0 || keys.Any(static key => key.Length < 32))
        {
            throw new ArgumentException("Cursors need keys of at least 32 bytes.", nameof(keys));
        }

        _keys = keys;
    }

    /// <summary>A cursor for a position of at most 1,024 UTF-8 bytes within a scope.</summary>
    /// <exception cref="ArgumentException">The position is longer.</exception>
    public string Protect(string position, string scope)
    {
        var length = Encoding.UTF8.GetByteCount(position);
        if (length > MaxPosition)
        {
            throw new ArgumentException($"A position has at most {MaxPosition} bytes; this one has {length}.", nameof(position));
        }

        var cursor = new byte[HeaderBytes + length];
        cursor[0] = Version;
        Encoding.UTF8.GetBytes(position, cursor.AsSpan(HeaderBytes));
        Sign(_keys[0], scope, cursor.AsSpan(HeaderBytes), cursor.AsSpan(1, SignatureBytes));
        return Base64Url.EncodeToString(cursor);
    }

    /// <summary>The position of a cursor made for this scope; false for any other text.</summary>
    public bool TryRead(string cursor, string scope, out string position)
    {
        position = "";
        if (!TryDecode(cursor, out var bytes) || bytes.Length < HeaderBytes || bytes[0] != Version)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[SignatureBytes];
        foreach (var key in _keys)
        {
            Sign(key, scope, bytes.AsSpan(HeaderBytes), expected);
            if (CryptographicOperations.FixedTimeEquals(expected, bytes.AsSpan(1, SignatureBytes)))
            {
                position = Encoding.UTF8.GetString(bytes, HeaderBytes, bytes.Length - HeaderBytes);
                return true;
            }
        }

        return false;
    }

    private static bool TryDecode(string cursor, out byte[] bytes)
    {
        bytes = [];
        if (cursor.Length is 0 or > MaxLength || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(cursor);
        // Only the canonical form: no padding, whitespace or unused bits.
        return Base64Url.EncodeToString(bytes) == cursor;
    }

    private static void Sign(byte[] key, string scope, ReadOnlySpan<byte> position, Span<byte> signature)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        // The scope's hash has a fixed length, so that no other pair of scope and position has the same signature.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(scope), hash);
        hmac.AppendData([Version]);
        hmac.AppendData(hash);
        hmac.AppendData(position);
        hmac.GetHashAndReset(hash);
        hash[..SignatureBytes].CopyTo(signature);
    }
}
