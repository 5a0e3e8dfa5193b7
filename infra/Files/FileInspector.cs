using System.Security.Cryptography;
using Marketplace.Files.Content;

namespace Marketplace.Files;

/// <summary>
/// Says what a file is by its content, and what is wrong with it: whatever the bytes, the answer is a value. Memory stays below a few
/// MiB; the file and, one after the other, the members of an archive are kept in temporary files. Safe for concurrent use: one file
/// is inspected at a time, so that inspections never hold more than one processor core.
/// </summary>
/// <param name="limits">How far it goes.</param>
/// <param name="time">Clock of the time limit.</param>
public sealed class FileInspector(InspectionLimits limits, TimeProvider time) : IDisposable
{
    private const int ChunkBytes = 81_920;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads the file to its end, or to the limit, and inspects it.</summary>
    /// <param name="content">The file from its first byte; it need not be able to seek.</param>
    /// <param name="sha256">The hash it must have, in lower-case hexadecimal; null for any. A file with another hash is not looked into.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What the file is; its hash alone, without type and issues, when it has another than it must.</returns>
    /// <exception cref="IOException">The stream broke, or there is no room for temporary files.</exception>
    public async Task<FileInspection> InspectAsync(Stream content, string? sha256, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        await using var file = TemporaryFile.Create();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var isWhole = await KeepAsync(content, file, hash, cancellationToken);
        var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (!isWhole)
        {
            return new FileInspection(null, file.Length, actual, [FileIssues.TooLarge with { Detail = Sizes.Text(limits.FileBytes) }]);
        }

        if (sha256 is not null && sha256 != actual)
        {
            return new FileInspection(null, file.Length, actual, []);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            var recognized = LookInto(file, cancellationToken);
            return new FileInspection(recognized.Type, file.Length, actual, [.. recognized.Issues.Distinct()]);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private Recognized LookInto(FileStream file, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limits.Time, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return ContentInspector.Inspect(file, new InspectionBudget(limits, either.Token), isMember: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, FileIssues.TooSlow);
        }
    }

    private async Task<bool> KeepAsync(Stream content, FileStream file, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkBytes];
        while (await content.ReadAsync(chunk, cancellationToken) is var count and > 0)
        {
            if (file.Position + count > limits.FileBytes)
            {
                return false;
            }

            hash.AppendData(chunk, 0, count);
            await file.WriteAsync(chunk.AsMemory(0, count), cancellationToken);
        }

        await file.FlushAsync(cancellationToken);
        return true;
    }
}
