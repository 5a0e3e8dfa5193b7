using Marketplace.Audit;
using Marketplace.Functions.Events;

namespace Marketplace.Functions.Notifications;

/// <summary>
/// Tells people what the audit trail of their things gained. The trail lies beside what it records and has an order, so that no notice is
/// missed, none is told twice, and a rebuild tells what was never told.
/// </summary>
internal sealed class TrailNotices(IEnumerable<INoticeSource> sources, AuditChains chains, NoticeProgress progress, NoticeDesk desk) : IProjection
{
    public string Name => "notices";

    public async Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken)
    {
        foreach (var chain in chains) await TellAsync(chain, await progress.ReadAsync(chain, cancellationToken), cancellationToken);
    }

    public async Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken)
    {
        foreach (var chain in chains) await TellAsync(chain, 0, cancellationToken);
    }

    private async Task TellAsync(string chain, long told, CancellationToken cancellationToken)
    {
        var parts = chain.Split('/', 2);
        if (sources.FirstOrDefault(source => source.Chains == parts[0]) is not { } source) return;
        if (await source.FindAsync(parts[1], cancellationToken) is not { } subject) return;
        var (notices, last) = (new List<Notice>(), told);
        await foreach (var row in chains.ReadAsync(chain, told, cancellationToken))
        {
            if (row.Entry is not { } entry) continue;
            last = entry.Sequence;
            if (AuditRecord.Read(entry.Chained) is { } record) notices.AddRange(source.Tell(record, subject).Select(told => NoticeOf(record, subject, told.Code, told.Recipient)));
        }

        if (last == told) return;
        await desk.PostAsync(notices, cancellationToken);
        await progress.WriteAsync(chain, last, cancellationToken);
    }

    private static Notice NoticeOf(AuditRecord record, NoticeSubject subject, string code, Recipient recipient) =>
        Notice.Of(record.Link.ToString(), recipient, code, record.At) with
        {
            ListingId = subject.ListingId,
            SubmissionId = record.Changes.FirstOrDefault(change => change.Field == "submission")?.After,
            Vendor = subject.Vendor,
            State = record.Changes.LastOrDefault(change => change.Field is "submission.state" or "state")?.After is { Length: > 0 } state ? char.ToLowerInvariant(state[0]) + state[1..] : null,
            Reason = record.Reason,
            Values = new Dictionary<string, string> { ["name"] = subject.Name },
        };
}
