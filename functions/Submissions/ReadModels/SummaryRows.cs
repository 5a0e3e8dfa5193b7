using Marketplace.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Submissions.State;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Submissions.ReadModels;

/// <summary>
/// How summaries lie in their table: by owner, newest first; and those that somebody waits for once more in one partition by region, whose
/// codes nest by prefix, so that a region's subtree is a range.
/// </summary>
internal static class SummaryRows
{
    public const string Waiting = "waiting";

    /// <summary>Follows every digit and the separator.</summary>
    private const string AfterRegion = "~";

    public static (string Partition, string Row) OwnerKey(SubmissionSummary summary) =>
        (PartitionOf(summary.OwnerKey), PlaceOf(summary));

    /// <summary>Ordinal order of places is newest first, and no place ever moves.</summary>
    public static string PlaceOf(SubmissionSummary summary) =>
        $"{TimeKeys.NewestFirst(summary.CreatedAt)}-{summary.Id}";

    /// <summary>Key of the row, beyond all regions, that says how recent the entry of what waits is and where it lies; it stays when that goes.</summary>
    public static string PlaceKey(SubmissionSummary summary) => $"{AfterRegion}{summary.Id}";

    public static TableEntity ToPlace(SubmissionSummary summary) => new(Waiting, PlaceKey(summary))
    {
        { "Revision", summary.Revision },
        { "Place", summary.IsWaiting ? WaitingKey(summary) : null },
    };

    public static string? PlaceIn(TableEntity? row) => row?.GetString("Place");

    public static long? RevisionIn(TableEntity? row) => row?.GetInt64("Revision");

    public static string WaitingKey(SubmissionSummary summary) => $"{summary.Region}|{summary.Id}";

    /// <summary>Filter of what waits in a region's subtree.</summary>
    public static string InRegion(string region) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {Waiting} and RowKey ge {region} and RowKey lt {region + AfterRegion}");

    /// <summary>Owners' names may hold what a key may not.</summary>
    public static string PartitionOf(string ownerKey) => $"owner-{AuditChain.Digest(ownerKey)}";

    public static TableEntity ToRow(SubmissionSummary summary, string partition, string key) => new(partition, key)
    {
        { "Id", summary.Id.ToString() },
        { "Owner", summary.OwnerKey },
        { "Kind", summary.Kind.ToString() },
        { "State", summary.State.ToString() },
        { "Revision", summary.Revision },
        { "Name", summary.Name },
        { "Region", summary.Region },
        { "VendorName", summary.VendorName },
        { "Company", summary.Company },
        { "Department", summary.Department },
        { "Version", summary.Version },
        { "BasedOn", summary.BasedOn },
        { "CreatedAt", summary.CreatedAt },
        { "Since", summary.Since },
        { "SubmittedAt", summary.SubmittedAt },
        { "ClaimedBy", summary.ClaimedBy },
        { "ClaimedByName", summary.ClaimedByName },
        { "DueAt", summary.DueAt },
        { "Stuck", summary.Stuck },
        { "Errors", summary.Errors },
        { "Warnings", summary.Warnings },
    };

    public static SubmissionSummary FromRow(TableEntity row) => new()
    {
        Id = SubmissionId.TryParse(row.GetString("Id")!, out var id) ? id : throw new InvalidOperationException($"The row {row} names no submission."),
        OwnerKey = row.GetString("Owner")!,
        Kind = Enum.Parse<ListingKind>(row.GetString("Kind")!),
        State = Enum.Parse<LifecycleState>(row.GetString("State")!),
        Revision = row.GetInt64("Revision")!.Value,
        Name = row.GetString("Name"),
        Region = row.GetString("Region"),
        VendorName = row.GetString("VendorName"),
        Company = row.GetString("Company"),
        Department = row.GetString("Department"),
        Version = row.GetInt32("Version")!.Value,
        BasedOn = row.GetInt32("BasedOn")!.Value,
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
        Since = row.GetDateTimeOffset("Since")!.Value,
        SubmittedAt = row.GetDateTimeOffset("SubmittedAt"),
        ClaimedBy = row.GetString("ClaimedBy"),
        ClaimedByName = row.GetString("ClaimedByName"),
        DueAt = row.GetDateTimeOffset("DueAt"),
        Stuck = row.GetString("Stuck"),
        Errors = row.GetInt32("Errors")!.Value,
        Warnings = row.GetInt32("Warnings")!.Value,
    };
}
