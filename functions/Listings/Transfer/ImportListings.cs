using System.Text.Json;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Outbox;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>
/// Imports entries in bulk: upserts by source and external id, each line as a whole or not at all. An import that dies in the
/// middle is simply repeated, since a line that was done is found unchanged.
/// </summary>
internal sealed class ImportListings(ListingStore store, ImportReader reader, ReferenceData reference, ListingOptions options, ProblemTexts texts)
{
    public const int MaxLines = 20_000;
    public const long MaxBytes = 100_000_000;

    /// <summary>How often a line is decided anew when somebody else changed its entry meanwhile.</summary>
    private const int Attempts = 3;

    public static readonly QueryParameter<bool> DryRun = Query.Flag("dryRun", "Check everything and write nothing.");

    public async Task<ImportReport> RunAsync(NdjsonBody body, bool dryRun, Audited audited, Language language, CancellationToken cancellationToken)
    {
        var lines = new List<ImportedLine>();
        var batch = new Dictionary<string, PendingLine>(StringComparer.Ordinal);
        await foreach (var line in body.ReadAsync<JsonElement>(cancellationToken))
        {
            if (lines.Count + batch.Count >= MaxLines)
            {
                lines.Add(Failed(line.Number, null, [FieldError.TooLong("$", MaxLines)], language));
                break;
            }

            var (entry, errors) = line.Read.IsValid ? reader.Read(line.Read.Value) : (null, line.Read.Errors);
            if (entry is not null)
            {
                errors = ImportRules.Check(entry, reference, options.AllowSamples, audited.At);
            }

            if (errors.Count > 0)
            {
                lines.Add(Failed(line.Number, entry?.Origin.ExternalId, errors, language));
                continue;
            }

            var pending = new PendingLine(line.Number, entry! with { Content = ImportRules.Resolve(entry!.Content, reference) });
            if (batch.Count == ListingStore.MaxChanges || batch.ContainsKey(pending.Id))
            {
                await FlushAsync();
            }

            batch.Add(pending.Id, pending);
        }

        await FlushAsync();
        return Report(dryRun, lines);

        async Task FlushAsync()
        {
            lines.AddRange(await ApplyAsync([.. batch.Values], dryRun, audited, language, cancellationToken));
            batch.Clear();
        }
    }

    private async Task<IEnumerable<ImportedLine>> ApplyAsync(
        IReadOnlyList<PendingLine> batch, bool dryRun, Audited audited, Language language, CancellationToken cancellationToken)
    {
        var done = new List<ImportedLine>(batch.Count);
        var open = batch;
        for (var attempt = 0; open.Count > 0 && attempt < Attempts; attempt++)
        {
            var stored = await store.ReadAsync([.. open.Select(line => line.Id)], cancellationToken);
            var decided = open.Zip(stored, (line, before) => Decide(line, before, audited, language)).ToList();
            done.AddRange(decided.Where(line => line.Change is null).Select(line => line.Result));
            var changes = decided.Where(line => line.Change is not null).ToList();
            if (dryRun)
            {
                return done.Concat(changes.Select(line => line.Result));
            }

            var outcomes = await store.CommitAsync([.. changes.Select(line => line.Change!)], cancellationToken);
            done.AddRange(changes.Zip(outcomes).Where(pair => pair.Second is OutboxOutcome.Committed).Select(pair => pair.First.Result));
            open = [.. changes.Zip(outcomes).Where(pair => pair.Second is not OutboxOutcome.Committed).Select(pair => pair.First.Line)];
        }

        return done.Concat(open.Select(line => Refused(line, "stale", language)));
    }

    private DecidedLine Decide(PendingLine line, StoredListing? before, Audited audited, Language language)
    {
        var decided = ImportRules.Merge(before?.Listing, line.Entry, audited.At);
        if (decided.IsRefused)
        {
            var result = decided.Refusal.Errors.Count > 0
                ? Failed(line.Number, line.Entry.Origin.ExternalId, decided.Refusal.Errors, language)
                : Refused(line, decided.Refusal.Code, language);
            return new DecidedLine(line, null, result);
        }

        var after = decided.Value;
        if (ReferenceEquals(after, before?.Listing))
        {
            return new DecidedLine(line, null, Done(line, ImportOutcome.Unchanged));
        }

        var draft = audited.Record(
            AuditAction.ListingImported,
            ListingStore.ChainOf(after.Id),
            ListingDiff.Between(before?.Listing, after),
            personal: ListingDiff.BetweenContacts(before?.Listing.Content.Contact, after.Content.Contact));
        return new DecidedLine(line, new ListingChange(before, after, draft), Done(line, before is null ? ImportOutcome.Created : ImportOutcome.Updated));
    }

    private ImportedLine Failed(int number, string? externalId, IReadOnlyList<FieldError> errors, Language language) =>
        new(number, ImportOutcome.Failed, externalId, Errors: [.. errors.Select(error => new ImportError(error.Field, error.Code, texts.FindField(error.Code).Format(error, language)))]);

    private ImportedLine Refused(PendingLine line, string code, Language language) =>
        new(line.Number, ImportOutcome.Failed, line.Entry.Origin.ExternalId, line.Id, [new ImportError("$", code, texts.Find(code).In(language).Title)]);

    private static ImportedLine Done(PendingLine line, ImportOutcome outcome) => new(line.Number, outcome, line.Entry.Origin.ExternalId, line.Id);

    private static ImportReport Report(bool dryRun, List<ImportedLine> lines)
    {
        lines.Sort((left, right) => left.Line.CompareTo(right.Line));
        return new ImportReport(
            dryRun,
            lines.Count(line => line.Outcome is ImportOutcome.Created),
            lines.Count(line => line.Outcome is ImportOutcome.Updated),
            lines.Count(line => line.Outcome is ImportOutcome.Unchanged),
            lines.Count(line => line.Outcome is ImportOutcome.Failed),
            lines);
    }

    private sealed record PendingLine(int Number, ImportEntry Entry)
    {
        public string Id { get; } = ListingId.Of(Entry.Origin);
    }

    private sealed record DecidedLine(PendingLine Line, ListingChange? Change, ImportedLine Result);
}
