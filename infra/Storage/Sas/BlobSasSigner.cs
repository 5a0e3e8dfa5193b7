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

    private readonly BlobServiceClient _service;
    private readonly SemaphoreSlim _fetching = new(1);
    private UserDelegationKey? _key;

    /// <param name="service">The account whose blobs are linked to.</param>
    public BlobSasSigner(BlobServiceClient service)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
    }

    /// <summary>The full address of the builder's blob or container with a signature: a credential, never to be logged.</summary>
    /// <param name="builder">What to sign; on an http service the link is good over http too.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The service signs in with neither a key nor a token.</exception>
    /// <exception cref="RequestFailedException">A user-delegation key was needed, and storage refused it or is away.</exception>
    public async ValueTask<Uri> SignAsync(BlobSasBuilder builder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var link = _service.Uri.Scheme == Uri.UriSchemeHttp ? builder with { Protocol = SasProtocol.HttpsAndHttp } : builder;
        var query = _service.Credential switch
        {
            StorageCredential.SharedKey shared => link.ToSasQueryParameters(shared.Key),
            StorageCredential.Token => link.ToSasQueryParameters(await KeyForAsync(link.ExpiresOn, cancellationToken), _service.AccountName),
            _ => throw new InvalidOperationException("Links are signed with an account's key or a bearer token; this service signs in with neither."),
        };
        var container = _service.GetBlobContainerClient(link.BlobContainerName);
        var address = link.BlobName is null ? container.Uri : container.GetBlobClient(link.BlobName).Uri;
        return new Uri($"{address}?{query}");
    }

    /// <inheritdoc/>
    public void Dispose() => _fetching.Dispose();

    private async ValueTask<UserDelegationKey> KeyForAsync(DateTimeOffset linkEnds, CancellationToken cancellationToken)
    {
        if (_key is { } kept && Outlives(kept, linkEnds))
        {
            return kept;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_key is { } fetched && Outlives(fetched, linkEnds))
            {
                return fetched;
            }

            var now = _service.Clock.GetUtcNow();
            var ends = linkEnds > now ? linkEnds + KeyLife : now + KeyLife;
            return _key = await _service.GetUserDelegationKeyAsync(now - ClockSkew, ends, cancellationToken);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private static bool Outlives(UserDelegationKey key, DateTimeOffset linkEnds) =>
        DateTimeOffset.Parse(key.SignedExpiresOn, CultureInfo.InvariantCulture) > linkEnds + ClockSkew;
}
