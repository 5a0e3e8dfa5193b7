using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting;

/// <summary>Conditional reads (RFC 9110, section 13.1.2).</summary>
internal static class Conditional
{
    /// <summary>Whether a reading client has this version already; compared weakly.</summary>
    public static bool Has(HttpRequest request, EntityTag tag)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        var header = request.Headers.IfNoneMatch;
        var text = tag.ToString();
        return header.Count > 0 && EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(known => known.Tag == "*" || known.Tag == text);
    }

    /// <summary>Tags an answer: it may be kept, by the client alone where it depends on who asks, and is asked about each time.</summary>
    public static void Tag(HttpResponse response, EntityTag tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = RequestState.Of(response.HttpContext).Caller.IsAnonymous ? "no-cache" : "private, no-cache";
        response.Headers.AppendCommaSeparatedValues("Vary", "Authorization");
    }
}
