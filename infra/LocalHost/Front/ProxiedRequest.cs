using System.Net;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.LocalHost.Front;

/// <summary>Builds mode C's request to the handler (contract §5, column C).</summary>
internal static class ProxiedRequest
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string ForwardedProto = "X-Forwarded-Proto";

    private static readonly HashSet<string> SetByHost = new(StringComparer.OrdinalIgnoreCase)
    {
        // Expect is answered by this server itself, as soon as the body is asked for.
        "Host", "Expect", ForwardedFor, ForwardedHost, ForwardedProto, "X-Forwarded-Prefix",
        HostHeaders.InvocationId, HostHeaders.Version, HostHeaders.ProxyInvocationId,
    };

    public static HttpRequestMessage Build(HttpContext context, HandlerEndpoint endpoint, string invocationId, StreamedBody? body)
    {
        var request = context.Request;

        // A body whose first try reached nobody carries the headers of that try.
        body?.Headers.Clear();
        var message = new HttpRequestMessage(new HttpMethod(request.Method), ProxiedAddress.Of(endpoint, request))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        foreach (var (name, values) in request.Headers)
        {
            if (HopByHopHeaders.Contain(name) || SetByHost.Contains(name))
            {
                continue;
            }

            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                // Content-Length of a body comes from the body itself.
                message.Content ??= new ByteArrayContent([]);
                message.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        Set(message, ForwardedFor, context.Connection.RemoteIpAddress?.ToString());
        Set(message, ForwardedHost, request.Host.Value);
        Set(message, ForwardedProto, request.Scheme);
        Set(message, HostHeaders.InvocationId, invocationId);
        Set(message, HostHeaders.Version, HostHeaders.VersionValue);
        Set(message, HostHeaders.ProxyInvocationId, invocationId);
        return message;
    }

    /// <summary>The body to stream, or null if the request has none.</summary>
    public static StreamedBody? Body(HttpContext context, ActivityLimit limit) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Request.ContentLength != 0
            ? new StreamedBody(context.Request, limit)
            : null;

    private static void Set(HttpRequestMessage message, string name, string? value) => message.Headers.TryAddWithoutValidation(name, value);
}
