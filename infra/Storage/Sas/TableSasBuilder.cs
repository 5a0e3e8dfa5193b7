using Marketplace.Storage.Pipeline;
using Marketplace.Storage.Tables;

namespace Marketplace.Storage.Sas;

/// <summary>Builds a shared access signature for one table (storage REST facts §2.5).</summary>
public sealed record TableSasBuilder
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>What is allowed.</summary>
    public required TableSasPermissions Permissions { get; init; }

    /// <summary>Until when, to the second.</summary>
    public required DateTimeOffset ExpiresOn { get; init; }

    /// <summary>From when; null for at once.</summary>
    public DateTimeOffset? StartsOn { get; init; }

    /// <summary>Over which protocols; null leaves it to the account.</summary>
    public SasProtocol? Protocol { get; init; } = SasProtocol.Https;

    /// <summary>The query to append to the table's address, signed with the account's key.</summary>
    public string ToSasQueryParameters(StorageSharedKeyCredential credential)
    {
        var permissions = SasText.Letters((int)Permissions, "raud");
        var starts = SasTime.Format(StartsOn);
        var expires = SasTime.Format(ExpiresOn);
        var protocol = Protocol is { } allowed ? SasText.Of(allowed) : "";
        var signature = credential.Sign(string.Join(
            '\n', permissions, starts, expires, ResourceOf(credential.AccountName), "", "", protocol, ApiVersions.Sas, "", "", "", ""));
        return SasText.Query(
            ("sv", ApiVersions.Sas), ("tn", TableName), ("sp", permissions), ("st", starts), ("se", expires), ("spr", protocol), ("sig", signature));
    }

#pragma warning disable CA1308 // The protocol signs the lower-case name.
    private string ResourceOf(string account) => $"/table/{account}/{TableNames.CheckTable(TableName).ToLowerInvariant()}";
#pragma warning restore CA1308
}
