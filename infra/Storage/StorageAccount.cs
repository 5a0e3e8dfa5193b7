using Azure;
using Azure.Core;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Pipeline;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Storage;

/// <summary>
/// Where an account's three services are and how to sign in: from a connection string (development, LocalHost), or from three addresses
/// and a token credential (managed identity in the cloud).
/// </summary>
public sealed record StorageAccount
{
    private const string DevelopmentConnectionString =
        "AccountName=devstoreaccount1;" +
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
        "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;" +
        "QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;" +
        "TableEndpoint=http://127.0.0.1:10002/devstoreaccount1";

    /// <param name="blobEndpoint">The blob service's full address, in the cloud <c>https://{account}.blob.core.windows.net</c>.</param>
    /// <param name="queueEndpoint">The queue service's full address.</param>
    /// <param name="tableEndpoint">The table service's full address.</param>
    /// <param name="credential">How to sign in.</param>
    public StorageAccount(Uri blobEndpoint, Uri queueEndpoint, Uri tableEndpoint, StorageCredential credential)
    {
        BlobEndpoint = blobEndpoint;
        QueueEndpoint = queueEndpoint;
        TableEndpoint = tableEndpoint;
        Credential = credential;
    }

    /// <param name="blobEndpoint">The blob service's full address, in the cloud <c>https://{account}.blob.core.windows.net</c>.</param>
    /// <param name="queueEndpoint">The queue service's full address.</param>
    /// <param name="tableEndpoint">The table service's full address.</param>
    /// <param name="credential">Where bearer tokens come from; needs https addresses.</param>
    public StorageAccount(Uri blobEndpoint, Uri queueEndpoint, Uri tableEndpoint, TokenCredential credential)
        : this(blobEndpoint, queueEndpoint, tableEndpoint, StorageCredential.From(credential))
    {
    }

    /// <summary>The blob service's address.</summary>
    public Uri BlobEndpoint { get; }

    /// <summary>The queue service's address.</summary>
    public Uri QueueEndpoint { get; }

    /// <summary>The table service's address.</summary>
    public Uri TableEndpoint { get; }

    /// <summary>How the clients sign in.</summary>
    public StorageCredential Credential { get; }

    /// <summary>
    /// Reads a connection string in the usual form: <c>AccountName</c> with <c>AccountKey</c>, or <c>SharedAccessSignature</c>; endpoints given as
    /// <c>BlobEndpoint</c>, <c>QueueEndpoint</c>, <c>TableEndpoint</c> or made from <c>DefaultEndpointsProtocol</c> and <c>EndpointSuffix</c>;
    /// or <c>UseDevelopmentStorage=true</c>.
    /// </summary>
    /// <exception cref="FormatException">A part is missing or malformed; the message names the part and never its value.</exception>
    public static StorageAccount FromConnectionString(string connectionString)
    {
        var parts = ConnectionString.Parse(connectionString);
        if (parts.TryGetValue("UseDevelopmentStorage", out var development) && bool.TryParse(development, out var local) && local)
        {
            parts = ConnectionString.Parse(DevelopmentConnectionString);
        }

        return new StorageAccount(
            ConnectionString.Endpoint(parts, "Blob"),
            ConnectionString.Endpoint(parts, "Queue"),
            ConnectionString.Endpoint(parts, "Table"),
            ConnectionString.Credential(parts));
    }

    /// <summary>A client of the blob service.</summary>
    public BlobServiceClient CreateBlobServiceClient(StorageClientOptions? options = null) => new(BlobEndpoint, Credential, options);

    /// <summary>A client of the queue service.</summary>
    public QueueServiceClient CreateQueueServiceClient(StorageClientOptions? options = null) => new(QueueEndpoint, Credential, options);

    /// <summary>A client of the table service.</summary>
    public TableServiceClient CreateTableServiceClient(StorageClientOptions? options = null) => new(TableEndpoint, Credential, options);

    /// <summary>Shows the addresses only.</summary>
    public override string ToString() => $"{BlobEndpoint} {QueueEndpoint} {TableEndpoint}";
}
