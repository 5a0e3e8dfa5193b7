using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.LocalHost.Front;

/// <summary>
/// Mode B: the request is copied, both bodies are buffered (docs/host-contract.md §5, column B). The quirks are the host's own: the address is parsed
/// again from its display form, content headers but two are lost, and a chunked request fails.
/// </summary>
internal sealed class ForwardMode(HandlerCalls calls)
{
    /// <exception cref="HttpRequestException">The handler gave no whole answer.</exception>
    public async Task SendAsync(HttpContext context, FunctionDefinition function)
    {
        var body = await ReadBodyAsync(context.Request);
        var endpoint = await calls.Handler.GetAsync(CancellationToken.None);
        using var request = Build(context.Request, endpoint, body);
        using var answer = await calls.Guard.RunAsync(function, endpoint, () => CallAsync(function, request, body));
        ResponseWriter.CopyHead(answer, context, withHopByHop: true);
        if (ResponseWriter.HasBody(context))
        {
            var content = await answer.Content.ReadAsByteArrayAsync();
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }

    private async Task<HttpResponseMessage> CallAsync(FunctionDefinition function, HttpRequestMessage request, byte[]? body)
    {
        var exchange = calls.Recorder.Begin(function.Name, nameof(ForwardingMode.Forward), request) with { RequestBytes = body?.Length };
        try
        {
            var answer = await calls.Client.SendAsync(request);
            calls.Recorder.End(exchange with { ResponseBytes = answer.Content.Headers.ContentLength }, answer);
            return answer;
        }
        catch (HttpRequestException exception)
        {
            calls.Recorder.End(exchange with { Error = exception.Message }, null);
            throw;
        }
    }

    private HttpRequestMessage Build(HttpRequest request, HandlerEndpoint endpoint, byte[]? body)
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

        message.Headers.Add(HandlerCalls.VersionHeader, HandlerCalls.HostVersion);
        message.Headers.Add(HandlerCalls.InvocationIdHeader, calls.NewInvocationId());
        message.Headers.UserAgent.ParseAdd(HandlerCalls.UserAgent);
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
