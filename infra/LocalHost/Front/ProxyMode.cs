using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Front;

/// <summary>Mode C: requests and answers are streamed through (docs/host-contract.md §5, column C).</summary>
internal sealed partial class ProxyMode(HandlerCalls calls, ILogger log)
{
    private const int MostTries = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    public async Task SendAsync(HttpContext context, FunctionDefinition function)
    {
        using var limit = new ActivityLimit(calls.Guard.FailsAfter, calls.Clock, context.RequestAborted);
        var (body, invocationId) = (ProxiedRequest.Body(context, limit), calls.NewInvocationId());
        HandlerEndpoint? endpoint = null;
        try
        {
            var pause = FirstPause;
            for (var attempt = 1; ; attempt++)
            {
                endpoint = await calls.Handler.GetAsync(limit.Token);
                try
                {
                    // Not disposed: its content is the client's body, which the next try may still need.
                    await TryAsync(context, function, ProxiedRequest.Build(context, endpoint, invocationId, body), limit);
                    return;
                }
                catch (HttpRequestException exception) when (attempt < MostTries && !context.Response.HasStarted && body is not { HasStarted: true })
                {
                    Retrying(log, function.Name, attempt, exception.Message);
                    await Task.Delay(pause, calls.Clock, limit.Token);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            ClientGone(log, function.Name);
        }
        catch (OperationCanceledException exception)
        {
            if (limit.TimeIsOver && endpoint is not null)
            {
                calls.Guard.KillUnlessDone(function, endpoint, new TaskCompletionSource().Task);
            }

            throw new InvocationFailedException($"{function.Name}: the handler was silent too long.", exception);
        }
    }

    private async Task TryAsync(HttpContext context, FunctionDefinition function, HttpRequestMessage request, ActivityLimit limit)
    {
        var exchange = calls.Recorder.Begin(function.Name, nameof(ForwardingMode.Proxy), request);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await calls.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            ResponseWriter.CopyHead(answer, context, withHopByHop: false);
            if (ResponseWriter.HasBody(context))
            {
                exchange = exchange with { ResponseBytes = await ResponseWriter.StreamAsync(answer, context, limit) };
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or OperationCanceledException)
        {
            exchange = exchange with { Error = exception.Message };
            throw;
        }
        finally
        {
            calls.Recorder.End(exchange with { RequestBytes = (request.Content as StreamedBody)?.Sent }, answer);
            answer?.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: the handler could not be reached, try {Attempt}: {Reason}")]
    private static partial void Retrying(ILogger logger, string function, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Function}: the client went away")]
    private static partial void ClientGone(ILogger logger, string function);
}
