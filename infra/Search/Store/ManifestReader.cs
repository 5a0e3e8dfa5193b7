using System.Globalization;
using Azure;
using Marketplace.Storage.Blobs;

namespace Marketplace.Search.Store;

/// <summary>
/// Reads the manifest and judges whether it is the index's: one that is missing where an index was, cannot be read, or is older than what was committed is
/// lost, and nobody may go on from it as though it were right.
/// </summary>
internal sealed class ManifestReader(IndexBlobs blobs, IndexTraces traces, IIndexSource source)
{
    /// <summary>Reads the manifest if it changed.</summary>
    /// <param name="known">The newest state known so far.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if it did not change.</returns>
    /// <exception cref="IndexFormatException">A newer version of this program wrote it.</exception>
    public async Task<ManifestReading?> ReadAsync(IndexState known, CancellationToken cancellationToken)
    {
        while (true)
        {
            // What this process has read itself is as good a witness as the mark, and costs no request.
            var marking = known.ETag == default ? traces.ReadMarkAsync(cancellationToken) : Task.FromResult(known.Manifest.Generation);
            var reading = blobs.ReadManifestAsync(known.ETag, cancellationToken);
            await Task.WhenAll(marking, reading);
            var (stored, committed) = (await reading, await marking);
            if (stored.Outcome == BlobReadOutcome.NotModified)
            {
                return null;
            }

            var damage = await JudgeAsync(stored, committed, known, cancellationToken);
            if (damage is null && stored.ETag == default)
            {
                // From now on, an index that is not there was lost.
                await blobs.CreateAsync(Manifest.Empty, cancellationToken);
            }

            if (damage is null || await blobs.ManifestTagAsync(cancellationToken) == stored.ETag)
            {
                await NoteAsync(damage, known, cancellationToken);
                return new(stored.Manifest ?? Manifest.Empty, stored.ETag, damage, Math.Max(committed, known.Manifest.Generation));
            }

            // Somebody wrote between the requests: the witnesses were of another moment than the manifest.
        }
    }

    private async Task<string?> JudgeAsync(StoredManifest stored, long committed, IndexState known, CancellationToken cancellationToken) => stored switch
    {
        { Manifest.Incomplete: true } => null,
        { Manifest: { } manifest } => Judge(manifest, committed, known.Manifest),
        { Outcome: BlobReadOutcome.Found } => "The index's manifest is damaged.",
        _ => await WasThereAsync(committed, cancellationToken) ? "The index's manifest is missing." : null,
    };

    // Tells processes that have not read the index how far it had come.
    private async Task NoteAsync(string? damage, IndexState known, CancellationToken cancellationToken)
    {
        if (damage is not null && known.Manifest.Generation > 0)
        {
            await traces.MarkAsync(known.Manifest.Generation, cancellationToken);
        }
    }

    private static string? Judge(Manifest manifest, long committed, Manifest known)
    {
        var isAnother = manifest.Generation == known.Generation && manifest.Writer != known.Writer;
        return manifest.Generation < committed || isAnother
            ? string.Create(CultureInfo.InvariantCulture, $"The index's manifest is of generation {manifest.Generation}; {committed} was committed before.")
            : null;
    }

    private async Task<bool> WasThereAsync(long committed, CancellationToken cancellationToken) =>
        committed > 0 || await traces.AnyAsync(cancellationToken) || await source.AnyAsync(cancellationToken);
}

/// <summary>A manifest and what is to be thought of it.</summary>
/// <param name="Manifest">The manifest; the empty one if there is none to use.</param>
/// <param name="ETag">Of its blob; default if there is none.</param>
/// <param name="Damage">Why it is not the index's; null if it is, or if nothing was ever written.</param>
/// <param name="Committed">The highest generation known to have been committed.</param>
internal sealed record ManifestReading(Manifest Manifest, ETag ETag, string? Damage, long Committed);
