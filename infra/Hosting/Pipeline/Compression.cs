using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting.Pipeline;

/// <summary>Compresses text answers of more than 1 KiB by Brotli or gzip, as the client prefers. An entity tag names the resource's version, whatever the coding.</summary>
internal static class Compression
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var plain = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var body = new BufferedResponseBody(context.Response, plain, Choose(context.Request));
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
            await body.FinishAsync();
        }
        finally
        {
            context.Features.Set(plain);
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
