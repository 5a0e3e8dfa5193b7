using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Marketplace.LocalHost.Front;

/// <summary>Copies the handler's answer to the client: status, reason, headers, and the body as it comes.</summary>
internal static class ResponseWriter
{
    private const int BufferSize = 32 * 1024;

    // Headers that belong to one connection and are not passed on in mode C (docs/host-contract.md §5; RFC 9110 §7.6.1).
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Alt-Svc",
    };

    public static bool IsHopByHop(string name) => HopByHop.Contains(name);

    /// <summary>Copies status and headers; those of one connection only if asked for.</summary>
    public static void CopyHead(HttpResponseMessage answer, HttpContext context, bool withHopByHop)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = answer.ReasonPhrase;
        Copy(answer.Headers, context.Response.Headers, withHopByHop);
        Copy(answer.Content.Headers, context.Response.Headers, withHopByHop);
    }

    /// <summary>Whether an answer to this request has a body at all.</summary>
    public static bool HasBody(HttpContext context) =>
        !HttpMethods.IsHead(context.Request.Method) && context.Response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified);

    /// <summary>Streams the body; gives its length.</summary>
    public static async Task<long> StreamAsync(HttpResponseMessage answer, HttpContext context, ActivityLimit limit)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var total = 0L; ;)
            {
                var reading = body.ReadAsync(buffer, limit.Token);
                if (!reading.IsCompleted && !context.Response.HasStarted)
                {
                    // The head goes out while the handler still thinks about the body.
                    await context.Response.Body.FlushAsync(limit.Token);
                }

                var read = await reading;
                if (read == 0)
                {
                    return total;
                }

                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), limit.Token);
                limit.Moved();
                total += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Copy(HttpHeaders from, IHeaderDictionary to, bool withHopByHop)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            // Framing is this server's own business in every mode.
            if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) || (!withHopByHop && IsHopByHop(name)))
            {
                continue;
            }

            to[name] = values.Count == 1 ? values.ToString() : new StringValues([.. values]);
        }
    }
}
