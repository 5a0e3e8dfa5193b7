using System.IO.Pipelines;
using System.Net;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.LocalHost.Front;

/// <summary>Builds mode C's request to the handler (docs/host-contract.md §5, column C).</summary>
internal static class ProxiedRequest
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string ForwardedProto = "X-Forwarded-Proto";
    private const string ProxyInvocationId = "x-ms-invocation-id";

    private static readonly UriCreationOptions AsGiven = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly HashSet<string> SetByHost = new(StringComparer.OrdinalIgnoreCase)
    {
        // Expect is answered by this server itself, as soon as the body is asked for.
        "Host", "Expect", ForwardedFor, ForwardedHost, ForwardedProto, "X-Forwarded-Prefix",
        HandlerCalls.InvocationIdHeader, HandlerCalls.VersionHeader, ProxyInvocationId,
    };

    public static HttpRequestMessage Build(HttpContext context, HandlerEndpoint endpoint, string invocationId, StreamedBody? body)
    {
        var request = context.Request;

        // A body whose first try reached nobody carries the headers of that try.
        body?.Headers.Clear();
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Address(endpoint, request))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        foreach (var (name, values) in request.Headers.Where(header => !ResponseWriter.IsHopByHop(header.Key) && !SetByHost.Contains(header.Key)))
        {
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
        Set(message, HandlerCalls.InvocationIdHeader, invocationId);
        Set(message, HandlerCalls.VersionHeader, HandlerCalls.HostVersion);
        Set(message, ProxyInvocationId, invocationId);
        return message;
    }

    /// <summary>The body to stream, or null if the request has none.</summary>
    public static StreamedBody? Body(HttpContext context, ActivityLimit limit) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Request.ContentLength != 0
            ? new StreamedBody(context.Request, limit)
            : null;

    // The path as this server understood it, encoded anew: what stands for itself in it, a percent sign too (%2F becomes %252F). The query untouched.
    private static Uri Address(HandlerEndpoint endpoint, HttpRequest request)
    {
        var path = new PathString(request.Path.Value?.Replace("%", "%25", StringComparison.Ordinal) ?? "/");
        return new Uri($"http://{endpoint.Address.Authority}{path.ToUriComponent()}{request.QueryString.Value}", AsGiven);
    }

    private static void Set(HttpRequestMessage message, string name, string? value) => message.Headers.TryAddWithoutValidation(name, value);
}

/// <summary>A client's request body on its way to the handler, never held as a whole.</summary>
internal sealed class StreamedBody(HttpRequest request, ActivityLimit limit) : HttpContent
{
    /// <summary>Whether sending has begun: the request cannot be sent a second time then.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Bytes sent so far.</summary>
    public long Sent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, limit.Token);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasStarted = true;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await ReadAsync(reader, cancellationToken);
            foreach (var segment in read.Buffer)
            {
                await stream.WriteAsync(segment, cancellationToken);
                Sent += segment.Length;
            }

            reader.AdvanceTo(read.Buffer.End);
            limit.Moved();
            if (read.IsCompleted)
            {
                return;
            }

            await stream.FlushAsync(cancellationToken);
        }
    }

    // The server reports most broken bodies as bad requests, but a chunk size beyond every number as a fault of the connection.
    private static async Task<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The request's body could not be read.", StatusCodes.Status400BadRequest, fault);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength.HasValue;
    }
}
