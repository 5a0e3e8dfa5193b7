using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Search.Store;

/// <summary>
/// A copy of the last whole index in one file on this machine's disk, for a process that starts while storage is away. Several processes may share it. What
/// is read is verified like what comes from storage; whatever is wrong with it, it counts as none.
/// </summary>
/// <param name="folder">Where it is kept, closed to other users of the machine: it holds what is for government only, too.</param>
/// <param name="index">The index's address, so that no other instance's copy is taken for it.</param>
/// <param name="maxBytes">An index that is larger is not copied.</param>
internal sealed class LocalCopy(string folder, Uri index, long maxBytes)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string _name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(index.AbsoluteUri)).AsSpan(0, 16));

    private string FilePath => Path.Combine(folder, _name + ".index");

    private DateTimeOffset ConfirmedAt => new(File.GetLastWriteTimeUtc(FilePath));

    /// <summary>Reads the copy.</summary>
    /// <param name="segments">Takes up what is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if there is none that can be used.</returns>
    public async Task<CopiedIndex?> TryReadAsync(SegmentCache segments, CancellationToken cancellationToken)
    {
        try
        {
            Close();
            await using var file = Open();
            var state = await CopyFormat.ReadAsync(file, segments, cancellationToken);
            return state.Manifest.Incomplete ? null : new CopiedIndex(state, ConfirmedAt);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or InvalidDataException or IndexFormatException)
        {
            return null;
        }
    }

    /// <summary>Replaces the copy, at once and as a whole, unless another process's is confirmed later.</summary>
    /// <param name="state">A whole index.</param>
    /// <param name="confirmedAt">When storage confirmed that it is the newest.</param>
    /// <param name="cancellationToken">Ends the writing; the copy stays as it was.</param>
    /// <exception cref="IOException">The disk is full or does not work.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not this user's.</exception>
    public async Task WriteAsync(IndexState state, DateTimeOffset confirmedAt, CancellationToken cancellationToken)
    {
        if (state.Parts.Sum(part => part.Bytes) > maxBytes)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        Close();
        RemoveAbandoned(confirmedAt);
        var there = await FindAsync(cancellationToken);
        if (there is not null && ConfirmedAt >= confirmedAt)
        {
            return;
        }

        if (there?.Generation == state.Manifest.Generation && there.Writer == state.Manifest.Writer)
        {
            File.SetLastWriteTimeUtc(FilePath, confirmedAt.UtcDateTime);
        }
        else
        {
            await ReplaceAsync(state, confirmedAt, cancellationToken);
        }
    }

    private async Task ReplaceAsync(IndexState state, DateTimeOffset confirmedAt, CancellationToken cancellationToken)
    {
        var unfinished = $"{Path.Combine(folder, _name)}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.unfinished";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                await CopyFormat.WriteAsync(file, state, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.SetLastWriteTimeUtc(unfinished, confirmedAt.UtcDateTime);
            File.Move(unfinished, FilePath, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private async Task<Manifest?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = Open();
            return await CopyFormat.ReadManifestAsync(file, cancellationToken);
        }
        catch (Exception none) when (none is IOException or InvalidDataException or IndexFormatException)
        {
            return null;
        }
    }

    // Others may read it, and put another one in its place, meanwhile.
    private FileStream Open() => new(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    // Fails if the folder is another user's, who could have put anything there.
    private void Close()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, OwnerOnly);
        }
    }

    // Left by processes that were killed while they wrote.
    private void RemoveAbandoned(DateTimeOffset now)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"{_name}.*.unfinished"))
        {
            if (now.UtcDateTime - File.GetLastWriteTimeUtc(file) > Abandoned)
            {
                File.Delete(file);
            }
        }
    }
}

/// <summary>An index read from a copy.</summary>
/// <param name="State">The index; without an ETag, so that what storage says counts.</param>
/// <param name="ConfirmedAt">When storage last confirmed that it was the newest.</param>
internal sealed record CopiedIndex(IndexState State, DateTimeOffset ConfirmedAt);
