using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Queues;

/// <summary>The queue service of one account. Safe for concurrent use; make one and keep it.</summary>
public sealed class QueueServiceClient
{
    private readonly StoragePipeline _pipeline;

    /// <param name="endpoint">The service's full address.</param>
    /// <param name="credential">How to sign in.</param>
    /// <param name="options">Retries, time limits, meter; null for the defaults.</param>
    public QueueServiceClient(Uri endpoint, StorageCredential credential, StorageClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _pipeline = new StoragePipeline(endpoint, credential, StorageService.Queue, options ?? new StorageClientOptions());
    }

    /// <summary>The service's address.</summary>
    public Uri Uri => _pipeline.Endpoint;

    /// <summary>A client of one queue; nothing is sent.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="encoding">How texts travel; whoever reads the queue must know it too.</param>
    /// <exception cref="ArgumentException">The name is no queue name: 3 to 63 lower-case letters, digits and single hyphens.</exception>
    public QueueClient GetQueueClient(string queueName, QueueMessageEncoding encoding = QueueMessageEncoding.Base64) =>
        new(_pipeline, QueueNames.Check(queueName), encoding);
}
