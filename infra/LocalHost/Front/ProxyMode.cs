using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;
using Marketplace.LocalHost.Recording;

namespace Marketplace.LocalHost.Front;

/// <summary>Mode C: requests and answers are streamed through (contract §5, column C).</summary>
internal sealed partial class ProxyMode(
    HandlerSupervisor handler, HandlerClient client, TimeoutGuard guard, ExchangeRecorder recorder, TimeProvider clock, ILogger log)
{
    private const int MostTries = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    public async Task SendAsync(HttpContext context, FunctionDefinition function)
    {
        var invocationId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        using var limit = new ActivityLimit(guard.FailsAfter, clock, context.RequestAborted);
        var body = ProxiedRequest.Body(context, limit);
        HandlerEndpoint? endpoint = null;
        try
        {
            var pause = FirstPause;
            for (var attempt = 1; ; attempt++)
            {
                endpoint = await handler.GetAsync(limit.Token);
                try
                {
                    await TryAsync(context, function, endpoint, invocationId, body, limit);
                    return;
                }
                catch (HttpRequestException exception) when (attempt < MostTries && !context.Response.HasStarted && body is not { HasStarted: true })
                {
                    Retrying(log, function.Name, attempt, exception.Message);
                    await Task.Delay(pause, clock, limit.Token);
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
                guard.KillUnlessDone(function, endpoint, new TaskCompletionSource().Task);
            }

            throw new InvocationFailedException($"{function.Name}: the handler was silent too long.", exception);
        }
    }

    private async Task TryAsync(
        HttpContext context, FunctionDefinition function, HandlerEndpoint endpoint, string invocationId, StreamedBody? body, ActivityLimit limit)
    {
        var started = recorder.Start();
        // Not disposed: its content is the client's body, which the next try may still need.
        var request = ProxiedRequest.Build(context, endpoint, invocationId, body);
        HttpResponseMessage? answer = null;
        long received = 0;
        string? error = null;
        try
        {
            answer = await client.Raw.SendAsync(request, limit.Token);
            ResponseWriter.CopyHead(answer, context, withHopByHop: false);
            if (ResponseWriter.HasBody(context))
            {
                received = await ResponseWriter.StreamAsync(answer, context, limit);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or OperationCanceledException)
        {
            error = exception.Message;
            throw;
        }
        finally
        {
            recorder.Record(
                function, ForwardingMode.Proxy, invocationId, request, answer, new ExchangeBodies { RequestBytes = body?.Sent, ResponseBytes = received, Error = error }, started);
            answer?.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: the handler could not be reached, try {Attempt}: {Reason}")]
    private static partial void Retrying(ILogger logger, string function, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Function}: the client went away")]
    private static partial void ClientGone(ILogger logger, string function);
}
