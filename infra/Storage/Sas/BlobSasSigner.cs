using System.Globalization;
using Azure;
using Marketplace.Storage.Blobs;

namespace Marketplace.Storage.Sas;

/// <summary>
/// Signs links to blobs with whatever the service signs in with: the account's key, or a user-delegation key fetched with its bearer token and
/// kept for hours. Safe for concurrent use; make one and keep it.
/// </summary>
public sealed class BlobSasSigner : IDisposable
{
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(6);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly BlobServiceClient service;
    private readonly SemaphoreSlim fetching = new(1);
    private UserDelegationKey? key;

    /// <param name="service">The account whose blobs are linked to.</param>
    public BlobSasSigner(BlobServiceClient service)
    {
        ArgumentNullException.ThrowIfNull(service);
        this.service = service;
    }

    /// <summary>The full address of the builder's blob or container with a signature: a credential, never to be logged.</summary>
    /// <param name="builder">What to sign; on an http service the link is good over http too.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The service signs in with neither a key nor a token.</exception>
    /// <exception cref="RequestFailedException">A user-delegation key was needed, and storage refused it or is away.</exception>
    public async ValueTask<Uri> SignAsync(BlobSasBuilder builder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var link = service.Uri.Scheme == Uri.UriSchemeHttp ? builder with { Protocol = SasProtocol.HttpsAndHttp } : builder;
        var query = service.Credential switch
        {
            StorageCredential.SharedKey shared => link.ToSasQueryParameters(shared.Key),
            StorageCredential.Token => link.ToSasQueryParameters(await KeyForAsync(link.ExpiresOn, cancellationToken).ConfigureAwait(false), service.AccountName),
            _ => throw new InvalidOperationException("Links are signed with an account's key or a bearer token; this service signs in with neither."),
        };
        var container = service.GetBlobContainerClient(link.BlobContainerName);
        var address = link.BlobName is null ? container.Uri : container.GetBlobClient(link.BlobName).Uri;
        return new Uri($"{address}?{query}");
    }

    /// <inheritdoc/>
    public void Dispose() => fetching.Dispose();

    private async ValueTask<UserDelegationKey> KeyForAsync(DateTimeOffset linkEnds, CancellationToken cancellationToken)
    {
        if (key is { } kept && Outlives(kept, linkEnds))
        {
            return kept;
        }

        await fetching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (key is { } fetched && Outlives(fetched, linkEnds))
            {
                return fetched;
            }

            var now = service.Clock.GetUtcNow();
            var ends = linkEnds > now ? linkEnds + KeyLife : now + KeyLife;
            return key = await service.GetUserDelegationKeyAsync(now - ClockSkew, ends, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            fetching.Release();
        }
    }

    private static bool Outlives(UserDelegationKey key, DateTimeOffset linkEnds) =>
        DateTimeOffset.Parse(key.SignedExpiresOn, CultureInfo.InvariantCulture) > linkEnds + ClockSkew;
}
