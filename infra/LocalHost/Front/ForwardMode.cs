using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;
using Marketplace.LocalHost.Recording;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.LocalHost.Front;

/// <summary>
/// Mode B: the request is copied, both bodies are buffered (contract §5, column B). The quirks are the host's own: the address is parsed again from its
/// display form, content headers but two are lost, and a chunked request fails.
/// </summary>
internal sealed class ForwardMode(HandlerSupervisor handler, HandlerClient client, TimeoutGuard guard, ExchangeRecorder recorder, TimeProvider clock)
{
    /// <exception cref="HttpRequestException">The handler gave no whole answer.</exception>
    public async Task SendAsync(HttpContext context, FunctionDefinition function)
    {
        var invocationId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var body = await ReadBodyAsync(context.Request);
        var endpoint = await handler.GetAsync(CancellationToken.None);
        using var request = Build(context.Request, endpoint, body, invocationId);
        using var answer = await guard.RunAsync(function, endpoint, () => CallAsync(function, request, body, invocationId));
        ResponseWriter.CopyHead(answer, context, withHopByHop: true);
        if (ResponseWriter.HasBody(context))
        {
            var content = await answer.Content.ReadAsByteArrayAsync();
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }

    private async Task<HttpResponseMessage> CallAsync(FunctionDefinition function, HttpRequestMessage request, byte[]? body, string invocationId)
    {
        var started = recorder.Start();
        var bodies = new ExchangeBodies { RequestBytes = body?.Length };
        try
        {
            var answer = await client.Forwarding.SendAsync(request);
            bodies = bodies with { ResponseBytes = answer.Content.Headers.ContentLength };
            recorder.Record(function, ForwardingMode.Forward, invocationId, request, answer, bodies, started);
            return answer;
        }
        catch (HttpRequestException exception)
        {
            recorder.Record(function, ForwardingMode.Forward, invocationId, request, null, bodies with { Error = exception.Message }, started);
            throw;
        }
    }

    private static HttpRequestMessage Build(HttpRequest request, HandlerEndpoint endpoint, byte[]? body, string invocationId)
    {
        // These three steps are the host's, in its order: they cut at %3F and %23, decode twice, and join repeated query values.
        var path = new Uri(request.GetDisplayUrl()).AbsolutePath;
        var address = new UriBuilder(endpoint.Address.Scheme, endpoint.Address.Host, endpoint.Address.Port, path).ToString();
        var query = request.Query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(QueryHelpers.AddQueryString(address, query)));
        foreach (var (name, values) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            if (!string.IsNullOrEmpty(request.ContentType))
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
            }
        }

        message.Headers.Add(HostHeaders.Version, HostHeaders.VersionValue);
        message.Headers.Add(HostHeaders.InvocationId, invocationId);
        message.Headers.UserAgent.ParseAdd(HostHeaders.UserAgent);
        return message;
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength is not > 0)
        {
            return null;
        }

        var body = new byte[(int)request.ContentLength];
        await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
        return body;
    }
}
