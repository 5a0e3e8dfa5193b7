using System.Globalization;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>Headers of blob requests and answers.</summary>
internal static class BlobRequest
{
    private const string MetadataPrefix = "x-ms-meta-";

    public static void SetConditions(Request request, BlobRequestConditions conditions)
    {
        if (conditions.IfMatch is { } match)
        {
            request.SetIfMatch(match);
        }

        if (conditions.IfNoneMatch is { } other)
        {
            request.Headers.SetValue("If-None-Match", other.ToString("H"));
        }

        if (conditions.LeaseId is { } lease)
        {
            request.Headers.SetValue("x-ms-lease-id", lease);
        }
    }

    /// <exception cref="ArgumentException">Both ETag conditions are given; the service takes one on a write.</exception>
    public static void SetWriteConditions(Request request, BlobRequestConditions conditions)
    {
        if (conditions is { IfMatch: not null, IfNoneMatch: not null })
        {
            throw new ArgumentException("A write takes one ETag condition.", nameof(conditions));
        }

        SetConditions(request, conditions);
    }

    /// <exception cref="ArgumentException">A lease is given, which reading the source needs none of.</exception>
    public static void SetSourceConditions(Request request, BlobRequestConditions conditions)
    {
        if (conditions.LeaseId is not null)
        {
            throw new ArgumentException("A source is read without a lease.", nameof(conditions));
        }

        Set(request, "x-ms-source-if-match", conditions.IfMatch?.ToString("H"));
        Set(request, "x-ms-source-if-none-match", conditions.IfNoneMatch?.ToString("H"));
    }

    public static void SetContentHeaders(Request request, BlobHttpHeaders headers)
    {
        Set(request, "x-ms-blob-content-type", headers.ContentType);
        Set(request, "x-ms-blob-content-disposition", headers.ContentDisposition);
        Set(request, "x-ms-blob-content-encoding", headers.ContentEncoding);
        Set(request, "x-ms-blob-cache-control", headers.CacheControl);
    }

    /// <exception cref="ArgumentException">A name has other characters than letters, digits and <c>_</c>.</exception>
    public static void SetMetadata(Request request, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (name, value) in metadata)
        {
            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                throw new ArgumentException($"'{name}' is no metadata name: letters, digits and _, not beginning with a digit.", nameof(metadata));
            }

            request.Headers.Add(MetadataPrefix + name, Uri.EscapeDataString(value));
        }
    }

    public static void SetRange(Request request, HttpRange range)
    {
        if (range != default)
        {
            request.Headers.Add("x-ms-range", range.ToString());
        }
    }

    public static BlobProperties ReadProperties(Response response) => new(
        response.ETagOf(),
        response.Header("Last-Modified") is { } modified ? DateTimeOffset.Parse(modified, CultureInfo.InvariantCulture) : default,
        Length(response),
        new BlobHttpHeaders
        {
            ContentType = response.Header("Content-Type"),
            ContentDisposition = response.Header("Content-Disposition"),
            ContentEncoding = response.Header("Content-Encoding"),
            CacheControl = response.Header("Cache-Control"),
        },
        Convert.FromBase64String(response.Header("x-ms-blob-content-md5") ?? response.Header("Content-MD5") ?? ""),
        ReadMetadata(response),
        int.Parse(response.Header("x-ms-blob-committed-block-count") ?? "0", CultureInfo.InvariantCulture));

    public static BlobReadOutcome OutcomeOf(HttpMessage message) => message.Response.Status switch
    {
        200 or 206 => BlobReadOutcome.Found,
        304 => BlobReadOutcome.NotModified,
        404 when IsMissingBlob(message.Response) => BlobReadOutcome.NotFound,
        412 when StorageError.CodeOf(message.Response) is "ConditionNotMet" or "" => BlobReadOutcome.Stale,
        416 => BlobReadOutcome.OutOfRange,
        _ => throw StorageError.Unexpected(message),
    };

    public static bool IsMissingBlob(Response response) => StorageError.CodeOf(response) is "BlobNotFound" or "ResourceNotFound" or "";

    private static void Set(Request request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.Add(name, value);
        }
    }

    // A range's answer has the whole length behind the slash.
    private static long Length(Response response)
    {
        var text = response.Header("Content-Range") is { } range
            ? range[(range.IndexOf('/', StringComparison.Ordinal) + 1)..]
            : response.Header("Content-Length");
        return long.Parse(text ?? "0", CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string> ReadMetadata(Response response)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in response.Headers)
        {
            if (header.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metadata[header.Name[MetadataPrefix.Length..]] = Uri.UnescapeDataString(header.Value);
            }
        }

        return metadata;
    }
}
