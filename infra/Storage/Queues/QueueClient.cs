using System.Globalization;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Queues;

/// <summary>
/// One queue. Delivery is at least once and in no promised order, and a retried send may leave two messages: consumers must be idempotent.
/// Texts travel as base64 of their UTF-8, as the Functions runtime expects, unless the client was made for plain ones. Safe for concurrent use.
/// </summary>
public sealed partial class QueueClient
{
    private readonly StoragePipeline _pipeline;
    private readonly QueueMessageEncoding _encoding;

    internal QueueClient(StoragePipeline pipeline, string name, QueueMessageEncoding encoding)
    {
        _pipeline = pipeline;
        _encoding = encoding;
        Name = name;
        Uri = new Uri($"{pipeline.Endpoint}/{name}");
    }

    /// <summary>The queue's name.</summary>
    public string Name { get; }

    /// <summary>The queue's address.</summary>
    public Uri Uri { get; }

    /// <summary>Creates the queue; false when it exists already.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away; also while a queue of that name is being deleted.</exception>
    public async Task<bool> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(QueueOperations.Create, RequestMethod.Put, $"/{Name}");
        message.Request.SetEmptyBody();
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            201 => true,
            204 => false,
            409 when StorageError.CodeOf(response) == "QueueAlreadyExists" => false,
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>Deletes the queue with its messages; false when there is none. In the cloud its name stays blocked for half a minute.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<bool> DeleteIfExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(QueueOperations.DeleteQueue, RequestMethod.Delete, $"/{Name}");
        message.Request.SetEmptyBody();
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            204 => true,
            404 => message.WasRetried(),
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>What the queue tells about itself; null when there is none.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<QueueProperties?> GetPropertiesIfExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(QueueOperations.Properties, RequestMethod.Get, $"/{Name}");
        message.Request.Uri.AppendQuery("comp", "metadata");
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            200 => new QueueProperties(int.Parse(response.Header("x-ms-approximate-messages-count") ?? "0", CultureInfo.InvariantCulture)),
            404 => null,
            _ => throw StorageError.Unexpected(message),
        };
    }
}
