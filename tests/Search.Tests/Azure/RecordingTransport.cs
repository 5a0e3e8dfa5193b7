using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Marketplace.Search.Tests.Azure;

/// <summary>Keeps what was sent and answers from a script, to see the requests a call makes.</summary>
internal sealed class RecordingTransport(Func<string, JsonElement, string> answer) : HttpPipelineTransport
{
    private readonly Lock _gate = new();
    private readonly List<(string Path, JsonElement Body)> _sent = [];

    public IReadOnlyList<(string Path, JsonElement Body)> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        using var content = new MemoryStream();
        if (message.Request.Content is { } body)
        {
            await body.WriteToAsync(content, message.CancellationToken);
        }

        var json = content.Length == 0 ? default : JsonDocument.Parse(content.ToArray()).RootElement;
        var path = message.Request.Uri.ToUri().AbsolutePath;
        lock (_gate)
        {
            _sent.Add((path, json));
        }

        message.Response = new JsonResponse(answer(path, json));
    }

    private sealed class JsonResponse(string json) : global::Azure.Response
    {
        public override int Status => 200;

        public override string ReasonPhrase => "OK";

        public override Stream? ContentStream { get; set; } = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new HttpHeader("Content-Type", "application/json")];

        protected override bool TryGetHeader(string name, out string value)
        {
            value = "";
            return false;
        }

        protected override bool TryGetHeaderValues(string name, out IEnumerable<string> values)
        {
            values = [];
            return false;
        }
    }
}
