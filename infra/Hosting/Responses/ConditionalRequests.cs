using Marketplace.Hosting.App;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting.Responses;

/// <summary>Conditional reads (RFC 9110, section 13.1.2).</summary>
internal static class ConditionalRequests
{
    /// <summary>
    /// Sets the tag and the caching headers: clients may cache the response (only they, where it depends on the caller) and revalidate it each time.
    /// True when the status is now 304, because the client has this version already.
    /// </summary>
    public static bool SetNotModified(HttpContext context, EntityTag tag)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = RequestState.Of(context).Caller.IsAnonymous ? "no-cache" : "private, no-cache";
        response.Headers.Append("Vary", "Authorization");
        if (response.StatusCode != StatusCodes.Status200OK || !Has(request, tag))
        {
            return false;
        }

        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static bool Has(HttpRequest request, EntityTag tag)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        var text = tag.ToString();
        return EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags) && tags.Any(known => known.Tag == "*" || known.Tag == text);
    }
}
