using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Marketplace.Hosting.Responses;

/// <summary>A strong entity tag (RFC 9110, section 8.8.3): names one version of a resource, the same for every content encoding.</summary>
public readonly record struct EntityTag
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>A tag with this text between its quotes.</summary>
    /// <param name="opaque">1–128 visible ASCII characters without quotes.</param>
    /// <exception cref="ArgumentException">The text is empty, longer, or has other characters.</exception>
    public EntityTag(string opaque)
    {
        if (opaque is not { Length: > 0 and <= 128 } || opaque.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException("An entity tag is 1–128 visible ASCII characters without quotes.", nameof(opaque));
        }

        Opaque = opaque;
    }

    /// <summary>The text between the quotes.</summary>
    public string Opaque { get; }

    /// <summary>The tag of a version number.</summary>
    public static EntityTag OfVersion(long version) => new(version.ToString(CultureInfo.InvariantCulture));

    /// <summary>A tag that changes with the content: the first 128 bits of its SHA-256.</summary>
    public static EntityTag OfContent(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new(Convert.ToHexStringLower(hash[..16]));
    }

    /// <summary>The tag as a header carries it.</summary>
    public override string ToString() => $"\"{Opaque}\"";
}
