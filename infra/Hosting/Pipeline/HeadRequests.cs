using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Pipeline;

/// <summary>
/// HEAD wherever GET is: routing sees GET, everything after it sees HEAD, and the server omits the body. ASP.NET Core has no such option for endpoints.
/// </summary>
internal static class HeadRequests
{
    public static void UseRoutingWithHead(this WebApplication app)
    {
        app.Use(next => context =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Features.Set(Marker);
            }

            return next(context);
        });
        app.UseRouting();
        app.Use(next => async context =>
        {
            if (context.Features.Get<HeadMarker>() is not null)
            {
                context.Request.Method = HttpMethods.Head;
            }

            await next(context);
            var allow = context.Response.Headers.Allow;
            if (allow.Count > 0 && !context.Response.HasStarted && allow.ToString().Contains("GET", StringComparison.Ordinal))
            {
                context.Response.Headers.Append("Allow", HttpMethods.Head);
            }
        });
    }

    private static readonly HeadMarker Marker = new();

    private sealed class HeadMarker;
}
