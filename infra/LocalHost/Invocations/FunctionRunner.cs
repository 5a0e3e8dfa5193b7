using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Handler;

namespace Marketplace.LocalHost.Invocations;

/// <summary>
/// Runs a queue or timer function: <c>POST /{FunctionName}</c> with a JSON payload (mode A), and the rules on its answer (docs/host-contract.md §3, §4, §10).
/// Failing is a result here, since queues and schedules go on.
/// </summary>
internal sealed partial class FunctionRunner(HandlerCalls calls, ILogger log)
{
    /// <summary>Whether the invocation succeeded; why not is in the log.</summary>
    public async Task<bool> RunAsync(FunctionDefinition function, TriggerValue value)
    {
        var started = calls.Clock.GetTimestamp();
        try
        {
            var endpoint = await calls.Handler.GetAsync(CancellationToken.None);
            await calls.Guard.RunAsync(function, endpoint, () => CallAsync(function, endpoint, value));
            calls.Activity.Pulse();
            var took = calls.Clock.GetElapsedTime(started);
            Succeeded(log, function.Name, took.TotalMilliseconds);
            return true;
        }
        catch (Exception exception) when (exception is InvocationFailedException or HandlerUnavailableException)
        {
            Failed(log, function.Name, exception.Message);
            return false;
        }
    }

    /// <summary>Checks a 2xx answer's body; false for an empty body or JSON null, which the host never completes.</summary>
    /// <exception cref="InvocationFailedException">Not of a JSON type, or no JSON object.</exception>
    public static bool IsComplete(string? mediaType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return false;
        }

        if (mediaType?.ToUpperInvariant() is not ("APPLICATION/JSON" or "TEXT/JSON"))
        {
            throw new InvocationFailedException($"the answer's Content-Type must be application/json or text/json, it is '{mediaType ?? "missing"}'.");
        }

        try
        {
            return JsonElement.Parse(body).ValueKind switch
            {
                JsonValueKind.Null => false,
                JsonValueKind.Object => true,
                var kind => throw new InvocationFailedException($"the answer must be a JSON object, it is a JSON {kind}."),
            };
        }
        catch (JsonException exception)
        {
            throw new InvocationFailedException("the answer is not valid JSON.", exception);
        }
    }

    private async Task<bool> CallAsync(FunctionDefinition function, HandlerEndpoint endpoint, TriggerValue value)
    {
        var payload = PayloadWriter.Write(function, value, calls.Clock.GetUtcNow());
        using var request = NewRequest(function, endpoint, payload);
        var exchange =
            calls.Recorder.Begin(function.Name, "Payload", request) with { RequestBytes = payload.Length, RequestPayload = JsonElement.Parse(payload.Span) };
        try
        {
            using var response = await calls.Client.SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            calls.Recorder.End(exchange with { ResponseBytes = body.Length, ResponsePayload = Encoding.UTF8.GetString(body) }, response);
            await CheckAsync(function, response, body);
            return true;
        }
        catch (HttpRequestException exception)
        {
            calls.Recorder.End(exchange with { Error = exception.Message }, null);
            throw new InvocationFailedException($"no answer from the handler: {exception.Message}", exception);
        }
    }

    private async Task CheckAsync(FunctionDefinition function, HttpResponseMessage response, byte[] body)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new InvocationFailedException($"the handler answered {(int)response.StatusCode}.");
        }

        if (!IsComplete(response.Content.Headers.ContentType?.MediaType, body))
        {
            // The host's own code never completes such an invocation; functionTimeout ends it, and the process with it.
            EmptyAnswer(log, function.Name, (int)response.StatusCode);
            await Task.Delay(Timeout.InfiniteTimeSpan, calls.Clock, calls.Handler.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvocationFailedException("the handler answered nothing, until LocalHost was stopped.");
        }
    }

    private HttpRequestMessage NewRequest(FunctionDefinition function, HandlerEndpoint endpoint, ReadOnlyMemory<byte> payload)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.Address, function.Name)) { Content = new ChunkedContent(payload) };
        request.Headers.Add(HandlerCalls.VersionHeader, HandlerCalls.HostVersion);
        request.Headers.Add(HandlerCalls.InvocationIdHeader, calls.NewInvocationId());
        request.Headers.UserAgent.ParseAdd(HandlerCalls.UserAgent);
        request.Headers.Add("traceparent", $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00");
        return request;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} succeeded in {Milliseconds:0} ms")]
    private static partial void Succeeded(ILogger logger, string function, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed: {Reason}")]
    private static partial void Failed(ILogger logger, string function, string reason);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "{Function}: the handler answered {Status} with an empty body or null. The host never completes such an invocation: it runs into functionTimeout and the handler is killed. Answer at least {{}}")]
    private static partial void EmptyAnswer(ILogger logger, string function, int status);

    /// <summary>A JSON body sent without Content-Length, as the host sends its payloads.</summary>
    private sealed class ChunkedContent : HttpContent
    {
        private readonly ReadOnlyMemory<byte> _body;

        public ChunkedContent(ReadOnlyMemory<byte> body)
        {
            _body = body;
            Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
