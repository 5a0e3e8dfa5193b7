using Marketplace.Storage.Blobs;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Sas;

/// <summary>
/// Builds a shared access signature for one blob or one container (docs/storage-protocol.md §2.3 and §2.6). It cannot limit size or type of an
/// upload: verify afterwards. The signature is a credential: never log it.
/// </summary>
public sealed record BlobSasBuilder
{
    /// <summary>The container.</summary>
    public required string BlobContainerName { get; init; }

    /// <summary>The blob; null for the whole container.</summary>
    public string? BlobName { get; init; }

    /// <summary>What is allowed.</summary>
    public required BlobSasPermissions Permissions { get; init; }

    /// <summary>Until when, to the second; minutes away for a client's upload or download.</summary>
    public required DateTimeOffset ExpiresOn { get; init; }

    /// <summary>From when; null for at once, which a skewed clock may take for not yet.</summary>
    public DateTimeOffset? StartsOn { get; init; }

    /// <summary>Over which protocols; null leaves it to the account.</summary>
    public SasProtocol? Protocol { get; init; } = SasProtocol.Https;

    /// <summary>An address or range of the caller, for instance <c>168.1.5.60-168.1.5.70</c>; not for callers in the account's region.</summary>
    public string IPRange { get; init; } = "";

    /// <summary>Replaces the download's Content-Disposition, for instance <c>attachment; filename="a.pdf"</c>.</summary>
    public string ContentDisposition { get; init; } = "";

    /// <summary>Replaces the download's Content-Type.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>Replaces the download's Cache-Control.</summary>
    public string CacheControl { get; init; } = "";

    /// <summary>Replaces the download's Content-Encoding.</summary>
    public string ContentEncoding { get; init; } = "";

    /// <summary>Replaces the download's Content-Language.</summary>
    public string ContentLanguage { get; init; } = "";

    /// <summary>The query to append to the address, signed with the account's key.</summary>
    public string ToSasQueryParameters(StorageSharedKeyCredential credential)
    {
        var resource = ResourceOf(credential.AccountName);
        return Query(credential.Sign(StringToSign(resource, identity: "")), key: null);
    }

    /// <summary>The query to append to the address, signed in the name of an Entra identity.</summary>
    /// <param name="key">From <see cref="BlobServiceClient.GetUserDelegationKeyAsync"/>.</param>
    /// <param name="accountName">The account.</param>
    public string ToSasQueryParameters(UserDelegationKey key, string accountName)
    {
        var text = StringToSign(ResourceOf(accountName), Identity(key));
        return Query(StorageSharedKeyCredential.Sign(Convert.FromBase64String(key.Value), text), key);
    }

    internal string StringToSign(string resource, string identity) => string.Join(
        '\n',
        Letters,
        SasTime.Format(StartsOn),
        SasTime.Format(ExpiresOn),
        resource,
        identity,
        IPRange,
        ProtocolText,
        ApiVersions.Sas,
        ResourceType,
        "",
        "",
        CacheControl,
        ContentDisposition,
        ContentEncoding,
        ContentLanguage,
        ContentType);

    /// <summary>The lines a user-delegation signature has where a service signature has one, the stored policy's.</summary>
    internal static string Identity(UserDelegationKey key) => string.Join(
        '\n',
        key.SignedObjectId,
        key.SignedTenantId,
        key.SignedStartsOn,
        key.SignedExpiresOn,
        key.SignedService,
        key.SignedVersion,
        "",
        "",
        "");

    internal string ResourceOf(string account) => BlobName is null
        ? $"/blob/{account}/{BlobNames.CheckContainer(BlobContainerName)}"
        : $"/blob/{account}/{BlobNames.CheckContainer(BlobContainerName)}/{BlobNames.CheckBlob(BlobName)}";

    private string Letters => SasText.Letters((int)Permissions, "racwdlt");

    private string ProtocolText => Protocol is { } protocol ? SasText.Of(protocol) : "";

    private string ResourceType => BlobName is null ? "c" : "b";

    private string Query(string signature, UserDelegationKey? key) => SasText.Query(
        ("sv", ApiVersions.Sas),
        ("sr", ResourceType),
        ("sp", Letters),
        ("st", SasTime.Format(StartsOn)),
        ("se", SasTime.Format(ExpiresOn)),
        ("sip", IPRange),
        ("spr", ProtocolText),
        ("rscc", CacheControl),
        ("rscd", ContentDisposition),
        ("rsce", ContentEncoding),
        ("rscl", ContentLanguage),
        ("rsct", ContentType),
        ("skoid", key?.SignedObjectId ?? ""),
        ("sktid", key?.SignedTenantId ?? ""),
        ("skt", key?.SignedStartsOn ?? ""),
        ("ske", key?.SignedExpiresOn ?? ""),
        ("sks", key?.SignedService ?? ""),
        ("skv", key?.SignedVersion ?? ""),
        ("sig", signature));
}
