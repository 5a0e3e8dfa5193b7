using Azure.Core;
using Azure.Core.Pipeline;

namespace Marketplace.Storage.Pipeline;

/// <summary>Counts each attempt under its operation's name.</summary>
internal sealed class MeterPolicy(StorageMeter meter) : HttpPipelineSynchronousPolicy
{
    public static HttpPipelinePolicy[] For(StorageMeter? meter) => meter is null ? [] : [new MeterPolicy(meter)];

    public override void OnSendingRequest(HttpMessage message) => meter.Count(StorageMessage.OperationOf(message).Name);
}
