using Marketplace.Storage.Pipeline;
using Marketplace.Storage.Queues;

namespace Marketplace.Storage.Sas;

/// <summary>Builds a shared access signature for one queue (storage REST facts §2.5).</summary>
public sealed record QueueSasBuilder
{
    /// <summary>The queue.</summary>
    public required string QueueName { get; init; }

    /// <summary>What is allowed.</summary>
    public required QueueSasPermissions Permissions { get; init; }

    /// <summary>Until when, to the second.</summary>
    public required DateTimeOffset ExpiresOn { get; init; }

    /// <summary>From when; null for at once.</summary>
    public DateTimeOffset? StartsOn { get; init; }

    /// <summary>Over which protocols; null leaves it to the account.</summary>
    public SasProtocol? Protocol { get; init; } = SasProtocol.Https;

    /// <summary>The query to append to the queue's address, signed with the account's key.</summary>
    public string ToSasQueryParameters(StorageSharedKeyCredential credential)
    {
        var permissions = SasText.Letters((int)Permissions, "raup");
        var starts = SasTime.Format(StartsOn);
        var expires = SasTime.Format(ExpiresOn);
        var protocol = Protocol is { } allowed ? SasText.Of(allowed) : "";
        var resource = $"/queue/{credential.AccountName}/{QueueNames.Check(QueueName)}";
        var signature = credential.Sign(string.Join('\n', permissions, starts, expires, resource, "", "", protocol, ApiVersions.Sas));
        return SasText.Query(("sv", ApiVersions.Sas), ("sp", permissions), ("st", starts), ("se", expires), ("spr", protocol), ("sig", signature));
    }
}
