using System.Diagnostics;
using System.Text;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Queues;
using Marketplace.LocalHost.Recording;

namespace Marketplace.LocalHost.Invocations;

/// <summary>Mode A: <c>POST /{FunctionName}</c> with a JSON payload, and the rules on its answer (contract §3, §4, §9, §10).</summary>
internal sealed partial class PayloadInvoker(
    HandlerSupervisor handler,
    HandlerClient client,
    TimeoutGuard guard,
    QueueOutputs outputs,
    ExchangeRecorder recorder,
    ActivitySignal activity,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    private readonly ILogger _log = loggers.CreateLogger("Host.Function");

    /// <summary>Runs one invocation with the retries its function has; gives the handler's answer.</summary>
    /// <exception cref="InvocationFailedException">The last try failed.</exception>
    public async Task<PayloadReply> InvokeAsync(FunctionDefinition function, TriggerValue value, CancellationToken cancellationToken)
    {
        string? lastError = null;
        for (var retry = 0; ; retry++)
        {
            try
            {
                var context = function.Retry is { } policy ? new RetryContext(policy.MaxRetryCount, retry, lastError) : null;
                return await TryAsync(function, value, context, cancellationToken);
            }
            catch (InvocationFailedException exception) when (function.Retry is { } policy && policy.Allows(retry + 1) && !handler.Stopping.IsCancellationRequested)
            {
                lastError = exception.Message;
                Retrying(_log, function.Name, retry + 1, exception.Message);
                await Task.Delay(policy.Delay(retry + 1), clock, cancellationToken);
            }
        }
    }

    private async Task<PayloadReply> TryAsync(FunctionDefinition function, TriggerValue value, RetryContext? retry, CancellationToken cancellationToken)
    {
        HandlerEndpoint endpoint;
        try
        {
            endpoint = await handler.GetAsync(cancellationToken);
        }
        catch (HandlerUnavailableException exception)
        {
            throw new InvocationFailedException(exception.Message, exception);
        }

        var invocationId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var reply = await guard.RunAsync(function, endpoint, () => CallAsync(function, endpoint, value, retry, invocationId));
        foreach (var line in reply.Logs)
        {
            HandlerLog(_log, function.Name, line);
        }

        await outputs.SendAsync(function, reply, cancellationToken);
        activity.Pulse();
        return reply;
    }

    private async Task<PayloadReply> CallAsync(FunctionDefinition function, HandlerEndpoint endpoint, TriggerValue value, RetryContext? retry, string invocationId)
    {
        var payload = PayloadWriter.Write(function, value, retry, clock.GetUtcNow());
        using var request = NewRequest(function, endpoint, payload, invocationId);
        var started = recorder.Start();
        var bodies = new ExchangeBodies { RequestBytes = payload.Length, RequestPayload = payload };
        try
        {
            using var response = await client.Payload.SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            recorder.Record(
                function, ForwardingMode.Payload, invocationId, request, response, bodies with { ResponseBytes = body.Length, ResponsePayload = Encoding.UTF8.GetString(body) }, started);
            return await ReadAsync(function, response, body);
        }
        catch (HttpRequestException exception)
        {
            recorder.Record(function, ForwardingMode.Payload, invocationId, request, null, bodies with { Error = exception.Message }, started);
            throw new InvocationFailedException($"no answer from the handler: {exception.Message}", exception);
        }
    }

    private async Task<PayloadReply> ReadAsync(FunctionDefinition function, HttpResponseMessage response, byte[] body)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new InvocationFailedException($"the handler answered {(int)response.StatusCode}.");
        }

        if (PayloadReply.Parse(response.Content.Headers.ContentType?.MediaType, body) is { } reply)
        {
            return reply;
        }

        // The host's own code never completes such an invocation; functionTimeout ends it, and the process with it.
        EmptyAnswer(_log, function.Name, (int)response.StatusCode);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, handler.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new InvocationFailedException("the handler answered nothing, until LocalHost was stopped.");
    }

    private static HttpRequestMessage NewRequest(FunctionDefinition function, HandlerEndpoint endpoint, ReadOnlyMemory<byte> payload, string invocationId)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.Address, function.Name)) { Content = new ChunkedContent(payload) };
        request.Headers.Add(HostHeaders.Version, HostHeaders.VersionValue);
        request.Headers.Add(HostHeaders.InvocationId, invocationId);
        request.Headers.UserAgent.ParseAdd(HostHeaders.UserAgent);
        request.Headers.Add("traceparent", $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00");
        return request;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function}: {Line}")]
    private static partial void HandlerLog(ILogger logger, string function, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} is tried again (retry {Retry}): {Reason}")]
    private static partial void Retrying(ILogger logger, string function, int retry, string reason);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Function}: the handler answered {Status} with an empty body or null. The host never completes such an invocation: it runs into functionTimeout and the handler is killed. Answer at least {{}}")]
    private static partial void EmptyAnswer(ILogger logger, string function, int status);
}
