using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;
using Marketplace.Storage.Sas;

namespace Marketplace.Storage.Blobs;

/// <summary>The blob service of one account. Safe for concurrent use; make one and keep it.</summary>
public sealed class BlobServiceClient
{
    private readonly StoragePipeline _pipeline;

    /// <param name="endpoint">The service's full address.</param>
    /// <param name="credential">How to sign in.</param>
    /// <param name="options">Retries, time limits, meter; null for the defaults.</param>
    public BlobServiceClient(Uri endpoint, StorageCredential credential, StorageClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _pipeline = new StoragePipeline(endpoint, credential, StorageService.Blob, options ?? new StorageClientOptions());
        AccountName = StorageEndpoint.AccountName(_pipeline.Endpoint);
    }

    /// <summary>The service's address.</summary>
    public Uri Uri => _pipeline.Endpoint;

    /// <summary>The account, as its address tells it.</summary>
    public string AccountName { get; }

    internal StorageCredential Credential => _pipeline.Credential;

    internal TimeProvider Clock => _pipeline.Clock;

    /// <summary>A client of one container; nothing is sent.</summary>
    /// <exception cref="ArgumentException">The name is no container name: 3 to 63 lower-case letters, digits and single hyphens.</exception>
    public BlobContainerClient GetBlobContainerClient(string blobContainerName) => new(_pipeline, BlobNames.CheckContainer(blobContainerName));

    /// <summary>A key that signs shared access signatures in the name of the signed-in identity (docs/storage-protocol.md §2.6); bearer tokens only.</summary>
    /// <param name="startsOn">From when it is valid; a few minutes back allows for clock skew.</param>
    /// <param name="expiresOn">Until when; at most 7 days.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Storage refused (the identity needs the role Storage Blob Delegator) or is away.</exception>
    public async Task<UserDelegationKey> GetUserDelegationKeyAsync(
        DateTimeOffset startsOn,
        DateTimeOffset expiresOn,
        CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(BlobOperations.UserDelegationKey, RequestMethod.Post, "/");
        message.Request.AppendQuery("restype", "service");
        message.Request.AppendQuery("comp", "userdelegationkey");
        message.Request.Headers.Add("Content-Type", "application/xml");
        message.Request.Content = RequestContent.Create(StorageXml.Write(xml =>
        {
            xml.WriteStartElement("KeyInfo");
            xml.WriteElementString("Start", SasTime.Format(startsOn));
            xml.WriteElementString("Expiry", SasTime.Format(expiresOn));
            xml.WriteEndElement();
        }));
        var response = await _pipeline.SendAsync(message, cancellationToken);
        if (response.IsError)
        {
            throw StorageError.Unexpected(message);
        }

        var key = StorageXml.ReadList(response.ContentStream!, "UserDelegationKey").Items[0];
        return new UserDelegationKey(
            key["SignedOid"],
            key["SignedTid"],
            key["SignedStart"],
            key["SignedExpiry"],
            key["SignedService"],
            key["SignedVersion"],
            key["Value"]);
    }
}
