using Azure.Core;
using Azure.Core.Pipeline;

namespace Marketplace.Search.Tests.Store;

/// <summary>
/// A process that is killed at one of its storage requests: just before the request leaves, or just before its answer is seen. Later requests fail too.
/// </summary>
internal sealed class DyingTransport(int atRequest, bool afterSending) : HttpPipelineTransport
{
    private static readonly HttpClientTransport Inner = HttpClientTransport.Shared;

    private int _requests;

    public bool Died => Volatile.Read(ref _requests) >= atRequest;

    public override Request CreateRequest() => Inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var request = Interlocked.Increment(ref _requests);
        if (request < atRequest || (request == atRequest && afterSending))
        {
            await Inner.ProcessAsync(message);
        }

        if (request >= atRequest)
        {
            throw new InvalidOperationException("Killed.");
        }
    }
}
