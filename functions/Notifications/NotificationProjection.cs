using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Functions.Events;

namespace Marketplace.Functions.Notifications;

/// <summary>
/// Tells people what the audit trail of their things gained. The trail lies beside what it records and has an order, so that no notice is
/// missed, none is told twice, and a rebuild tells what was never told.
/// </summary>
internal sealed class NotificationProjection(IEnumerable<INotificationSource> sources, AuditChains chains, NotificationProgress progress, NotificationService desk) : IProjection
{
    public string Name => "notices";

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) =>
        Aggregates.ForEachAsync(chains, async (chain, stop) => await TellAsync(chain, await progress.ReadAsync(chain, stop), stop), cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) =>
        Aggregates.ForEachAsync(chains, async (chain, stop) => await TellAsync(chain, 0, stop), cancellationToken);

    private async Task TellAsync(string chain, long told, CancellationToken cancellationToken)
    {
        var parts = chain.Split('/', 2);
        if (sources.FirstOrDefault(source => source.Chains == parts[0]) is not { } source)
        {
            return;
        }

        if (await chains.HeadAsync(chain, cancellationToken) is not { } head || head.Sequence <= told)
        {
            return;
        }

        if (await source.FindAsync(parts[1], cancellationToken) is not { } subject)
        {
            return;
        }

        var notices = new List<Notification>();
        for (var sequence = told + 1; sequence <= head.Sequence; sequence++)
        {
            if (await chains.FindAsync(new AuditLink(chain, sequence), cancellationToken) is { } entry && AuditRecord.Read(entry.Chained) is { } record)
            {
                notices.AddRange(source.Tell(record, subject).Select(one => NoticeOf(record, subject, one.Code, one.Recipient)));
            }
        }

        await desk.PostAsync(notices, cancellationToken);
        await progress.WriteAsync(chain, head.Sequence, cancellationToken);
    }

    private static Notification NoticeOf(AuditRecord record, NotificationSubject subject, string code, Recipient recipient) =>
        Notification.Of(record.Link.ToString(), recipient, code, record.At) with
        {
            ListingId = subject.ListingId,
            SubmissionId = record.Changes.FirstOrDefault(change => change.Field == "submission")?.After,
            Vendor = subject.Vendor,
            State = record.Changes.LastOrDefault(change => change.Field is "submission.state" or "state")?.After is { Length: > 0 } state ? char.ToLowerInvariant(state[0]) + state[1..] : null,
            Reason = record.Reason,
            Values = new Dictionary<string, string> { ["name"] = subject.Name },
        };
}
