using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Functions.Events;

namespace Marketplace.Functions.Notifications;

/// <summary>
/// Makes notifications from new entries of the audit trail. The trail lies beside what it records and has an order, so that none is missed,
/// none is posted twice, and a rebuild posts what never was.
/// </summary>
internal sealed class NotificationProjection(
    IEnumerable<INotificationSource> sources, AuditChains chains, NotificationProgressStore progress, NotificationService service) : IProjection
{
    /// <summary>Messages that ask for a rebuild hold it, so it stays.</summary>
    public string Name => "notices";

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) =>
        Events.ProjectionLoop.ForEachAsync(chains, async (chain, stop) =>
            await PostAsync(chain, await progress.ReadAsync(chain, stop), stop), cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) =>
        Events.ProjectionLoop.ForEachAsync(chains, async (chain, stop) => await PostAsync(chain, 0, stop), cancellationToken);

    private async Task PostAsync(string chain, long posted, CancellationToken cancellationToken)
    {
        var parts = chain.Split('/', 2);
        if (sources.FirstOrDefault(source => source.Chains == parts[0]) is not { } source)
        {
            return;
        }

        if (await chains.HeadAsync(chain, cancellationToken) is not { } head || head.Sequence <= posted)
        {
            return;
        }

        if (await source.FindAsync(parts[1], cancellationToken) is not { } subject)
        {
            return;
        }

        var notifications = new List<Notification>();
        for (var sequence = posted + 1; sequence <= head.Sequence; sequence++)
        {
            if (await chains.FindAsync(new AuditLink(chain, sequence), cancellationToken) is { } entry && AuditRecord.Read(entry.Chained) is { } record)
            {
                notifications.AddRange(source.Tell(record, subject).Select(one => NotificationOf(record, subject, one.Code, one.Recipient)));
            }
        }

        await service.PostAsync(notifications, cancellationToken);
        await progress.WriteAsync(chain, head.Sequence, cancellationToken);
    }

    private static Notification NotificationOf(AuditRecord record, NotificationSubject subject, string code, Recipient recipient) =>
        Notification.Of(record.Link.ToString(), recipient, code, record.At) with
        {
            ListingId = subject.ListingId,
            SubmissionId = record.Changes.FirstOrDefault(change => change.Field == "submission")?.After,
            Vendor = subject.Vendor,
            State = record.Changes.LastOrDefault(change => change.Field is "submission.state" or "state")?.After is { Length: > 0 } state
                ? char.ToLowerInvariant(state[0]) + state[1..]
                : null,
            Reason = record.Reason,
            Values = new Dictionary<string, string> { ["name"] = subject.Name },
        };
}
