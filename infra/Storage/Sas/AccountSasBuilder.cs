using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Sas;

/// <summary>Builds a shared access signature for whole services of an account (storage REST facts §2.4).</summary>
public sealed record AccountSasBuilder
{
    /// <summary>Which services.</summary>
    public required AccountSasServices Services { get; init; }

    /// <summary>Which levels of them.</summary>
    public required AccountSasResourceTypes ResourceTypes { get; init; }

    /// <summary>What is allowed.</summary>
    public required AccountSasPermissions Permissions { get; init; }

    /// <summary>Until when, to the second.</summary>
    public required DateTimeOffset ExpiresOn { get; init; }

    /// <summary>From when; null for at once.</summary>
    public DateTimeOffset? StartsOn { get; init; }

    /// <summary>Over which protocols; null leaves it to the account.</summary>
    public SasProtocol? Protocol { get; init; } = SasProtocol.Https;

    /// <summary>The query to append to any address of the account, signed with its key.</summary>
    public string ToSasQueryParameters(StorageSharedKeyCredential credential)
    {
        var permissions = SasText.Letters((int)Permissions, "rwdlacup");
        var services = SasText.Letters((int)Services, "bqt");
        var types = SasText.Letters((int)ResourceTypes, "sco");
        var starts = SasTime.Format(StartsOn);
        var expires = SasTime.Format(ExpiresOn);
        var protocol = Protocol is { } allowed ? SasText.Of(allowed) : "";
        var signature = credential.Sign(string.Join(
            '\n', credential.AccountName, permissions, services, types, starts, expires, "", protocol, ApiVersions.Sas, "", ""));
        return SasText.Query(
            ("sv", ApiVersions.Sas), ("ss", services), ("srt", types), ("sp", permissions), ("st", starts), ("se", expires), ("spr", protocol), ("sig", signature));
    }
}
