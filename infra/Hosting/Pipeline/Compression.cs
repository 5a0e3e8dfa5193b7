using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting.Pipeline;

/// <summary>
/// Compresses text responses over 1 KiB with Brotli or gzip, as the client prefers; the entity tag is the same with and without compression. Why not the
/// framework's middleware: docs/decisions/0015-http-pipeline.md.
/// </summary>
internal static class Compression
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var body = new BufferedResponseBody(context.Response, original, Choose(context.Request));
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
            await body.FinishAsync();
        }
        finally
        {
            context.Features.Set(original);
        }
    }

    private static string? Choose(HttpRequest request)
    {
        var header = request.Headers.AcceptEncoding;
        if (header.Count == 0 || !StringWithQualityHeaderValue.TryParseList(header, out var codings))
        {
            return null;
        }

        var (brotli, gzip) = (WeightOf("br", codings), WeightOf("gzip", codings));
        return brotli > 0 && brotli >= gzip ? "br" : gzip > 0 ? "gzip" : null;
    }

    private static double WeightOf(string coding, IList<StringWithQualityHeaderValue> codings)
    {
        var any = 0.0;
        foreach (var range in codings)
        {
            if (range.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            {
                return range.Quality ?? 1;
            }

            any = range.Value == "*" ? range.Quality ?? 1 : any;
        }

        return any;
    }

    public static Stream Open(string coding, Stream inner) => coding == "br"
        ? new BrotliStream(inner, CompressionLevel.Fastest, leaveOpen: true)
        : new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true);
}
