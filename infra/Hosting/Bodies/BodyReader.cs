using System.Buffers;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting.Bodies;

/// <summary>Reads a whole body within its route's limit.</summary>
internal static class BodyReader
{
    public static readonly IReadOnlyList<string> JsonTypes = ["application/json"];

    /// <summary>The bytes, or the refusal: 415 for another type or a content encoding, 413 above the limit, 400 for an empty body.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, Refusal? Refusal)> ReadAsync(HttpContext context, IReadOnlyList<string> types)
    {
        var request = context.Request;
        if (Refuse(request, types) is { } refusal)
        {
            return (default, refusal);
        }

        var limit = LimitOf(context);
        if (request.ContentLength > limit)
        {
            return (default, new(ProblemCodes.TooLarge));
        }

        var bytes = new ArrayBufferWriter<byte>((int)Math.Min(limit, request.ContentLength ?? 4096) + 1);
        int read;
        while ((read = await request.Body.ReadAsync(bytes.GetMemory(4096), context.RequestAborted)) > 0)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > limit)
            {
                return (default, new(ProblemCodes.TooLarge));
            }
        }

        return bytes.WrittenCount > 0 ? (bytes.WrittenMemory, null) : (default, Refusal.Invalid(FieldError.Required(JsonErrors.Root)));
    }

    /// <summary>The refusal of the body's type; null when it is accepted.</summary>
    public static Refusal? Refuse(HttpRequest request, IReadOnlyList<string> types)
    {
        var isEncoded = request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity";
        return !isEncoded
            && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                ? null
                : new(ProblemCodes.UnsupportedMediaType);
    }

    public static long LimitOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? BodyLimit.Default;
}
