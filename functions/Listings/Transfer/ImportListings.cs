using System.Text.Json;
using Marketplace.Aggregates;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;
using Marketplace.Storage;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>
/// Imports listings in bulk: upserts by source and external id, each line as a whole or not at all. An import that dies in the
/// middle is simply repeated, since a line that was done is found unchanged.
/// </summary>
internal sealed class ImportListings(
    ListingStore store, ImportReader reader, ReferenceData reference, ListingOptions options, ProblemTexts texts, TimeProvider time)
{
    public const int MaxLines = 20_000;
    public const long MaxBytes = 100_000_000;

    /// <summary>The route's time limit.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>From then on no further lines are begun, so that what went in is reported within the limit.</summary>
    private static readonly TimeSpan LastBatch = Limit - TimeSpan.FromSeconds(20);

    /// <summary>How often a batch that others change meanwhile is taken up again.</summary>
    private const int MostRounds = 5;

    /// <summary>The pause after an outage; it doubles.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    public static readonly QueryParameter<bool> DryRun = Query.Flag("dryRun", "Check everything and write nothing.");

    public async Task<Resource<ImportReport>> RunAsync(NdjsonBody body, QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        StorageWork.MarkBulk();
        var (dryRun, began) = (query.Get(DryRun), time.GetTimestamp());
        var lines = new List<ImportedLine>();
        var batch = new Dictionary<string, PendingLine>(StringComparer.Ordinal);
        await foreach (var line in body.ReadAsync<JsonElement>(cancellationToken))
        {
            if (lines.Count + batch.Count >= MaxLines)
            {
                lines.Add(Failed(line.Number, null, [FieldError.TooLong("$", MaxLines)], context.Language));
                break;
            }

            var (entry, errors) = line.Read.IsValid ? reader.Read(line.Read.Value) : (null, line.Read.Errors);
            if (entry is not null)
            {
                errors = ImportRules.Check(entry, reference, options.AllowSamples, context.Now);
            }

            if (errors.Count > 0)
            {
                lines.Add(Failed(line.Number, entry?.Origin.ExternalId, errors, context.Language));
                continue;
            }

            var pending = new PendingLine(line.Number, entry! with { Content = ImportRules.Resolve(entry!.Content, reference) });
            if ((batch.Count == AggregateStore<Listing>.MaxChanges || batch.ContainsKey(pending.Id)) && !await TryFlushAsync())
            {
                return Stopped();
            }

            batch.Add(pending.Id, pending);
        }

        return await TryFlushAsync() ? ApiResults.Ok(Report(dryRun, lines, null)) : Stopped();

        // The lines of a batch that failed are sent again as a whole: those that did go in are found unchanged.
        Resource<ImportReport> Stopped()
        {
            var first = batch.Values.Min(static line => line.Number);
            return ApiResults.Ok(Report(dryRun, [.. lines.Where(line => line.Line < first)], first));
        }

        async Task<bool> TryFlushAsync()
        {
            var hasWritten = lines.Exists(static line => line.Outcome is not ImportOutcome.Failed);
            var isRepeated = false;
            for (var pause = FirstPause; !hasWritten || time.GetElapsedTime(began) + pause < LastBatch; pause *= 2)
            {
                try
                {
                    lines.AddRange(await ApplyAsync([.. batch.Values], dryRun, isRepeated, context, cancellationToken));
                    batch.Clear();
                    return true;
                }
                catch (Azure.RequestFailedException away) when (StorageFailure.IsOutage(away) && hasWritten)
                {
                    isRepeated = true;
                    await Task.Delay(pause, time, cancellationToken);
                }
            }

            return false;
        }
    }

    private async Task<IEnumerable<ImportedLine>> ApplyAsync(
        IReadOnlyList<PendingLine> batch, bool dryRun, bool isRepeated, RequestContext context, CancellationToken cancellationToken)
    {
        var (done, open) = (new List<ImportedLine>(batch.Count), batch);
        for (var round = 1; open.Count > 0; round++)
        {
            try
            {
                await RetryPolicy.RunAsync("the imported listings", TryApplyAsync, cancellationToken);
            }
            catch (ContentionException) when (round < MostRounds)
            {
                // On a slow account a single attempt may take as long as the policy tries.
            }
            catch (ContentionException)
            {
                done.AddRange(open.Select(line => Refused(line, ProblemCodes.Stale, context.Language)));
                open = [];
            }
        }

        return done;

        async Task<bool> TryApplyAsync(CancellationToken stop)
        {
            var stored = await store.ReadAsync([.. open.Select(line => line.Id)], stop);
            var decided = open.Zip(stored, (line, before) => Decide(line, before, isRepeated, context)).ToList();
            done.AddRange(decided.Where(line => line.Change is null || dryRun).Select(line => line.Result));
            var changes = dryRun ? [] : decided.Where(line => line.Change is not null).ToList();
            var committed = changes.Zip(await store.CommitAsync([.. changes.Select(line => line.Change!)], stop))
                .ToLookup(pair => pair.Second is OutboxOutcome.Committed, pair => pair.First);
            done.AddRange(committed[true].Select(line => line.Result));
            open = [.. committed[false].Select(line => line.Line)];
            return open.Count == 0;
        }
    }

    private DecidedLine Decide(PendingLine line, Stored<Listing>? before, bool isRepeated, RequestContext context)
    {
        var decided = ImportRules.Merge(before?.State, line.Entry, context.Now);
        if (decided.IsRefused)
        {
            var result = decided.Refusal.Errors.Count > 0
                ? Failed(line.Number, line.Entry.Origin.ExternalId, decided.Refusal.Errors, context.Language)
                : Refused(line, decided.Refusal.Code, context.Language);
            return new DecidedLine(line, null, result);
        }

        return ReferenceEquals(decided.Value, before?.State)
            ? new DecidedLine(line, null, Done(line, isRepeated ? OutcomeBefore(before!.State, context) : ImportOutcome.Unchanged))
            : new DecidedLine(
                line,
                new Change<Listing>(before, decided.Value, context.Audit.Of(ListingActions.Imported)),
                Done(line, before is null ? ImportOutcome.Created : ImportOutcome.Updated));
    }

    /// <summary>A batch that is tried again finds what it did itself: nobody else changes a listing at this very instant.</summary>
    private static ImportOutcome OutcomeBefore(Listing stored, RequestContext context) => stored switch
    {
        _ when stored.UpdatedAt != context.Now => ImportOutcome.Unchanged,
        { Revision: 1 } => ImportOutcome.Created,
        _ => ImportOutcome.Updated,
    };

    private ImportedLine Failed(int number, string? externalId, IReadOnlyList<FieldError> errors, Language language) =>
        new(number, ImportOutcome.Failed, externalId,
            Errors: [.. errors.Select(error => new ImportError(error.Field, error.Code, texts.FindField(error.Code).Format(error, language)))]);

    private ImportedLine Refused(PendingLine line, string code, Language language) =>
        new(line.Number, ImportOutcome.Failed, line.Entry.Origin.ExternalId, line.Id, [new ImportError("$", code, texts.Find(code).In(language).Title)]);

    private static ImportedLine Done(PendingLine line, ImportOutcome outcome) => new(line.Number, outcome, line.Entry.Origin.ExternalId, line.Id);

    private static ImportReport Report(bool dryRun, List<ImportedLine> lines, int? stoppedAt)
    {
        lines.Sort((left, right) => left.Line.CompareTo(right.Line));
        return new ImportReport(
            dryRun,
            lines.Count(line => line.Outcome is ImportOutcome.Created),
            lines.Count(line => line.Outcome is ImportOutcome.Updated),
            lines.Count(line => line.Outcome is ImportOutcome.Unchanged),
            lines.Count(line => line.Outcome is ImportOutcome.Failed),
            lines,
            stoppedAt);
    }

    private sealed record PendingLine(int Number, ImportEntry Entry)
    {
        public string Id { get; } = ListingId.Of(Entry.Origin);
    }

    private sealed record DecidedLine(PendingLine Line, Change<Listing>? Change, ImportedLine Result);
}
