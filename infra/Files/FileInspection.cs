namespace Marketplace.Files;

/// <summary>What a file turned out to be.</summary>
/// <param name="Type">Its type by content; null when it is none, or could not be told.</param>
/// <param name="Length">Its length in bytes; when it is longer than the limit, what was read of it.</param>
/// <param name="Sha256">SHA-256 over the whole of it, in lower-case hexadecimal.</param>
/// <param name="Issues">What is to be known about it, each once.</param>
public sealed record FileInspection(FileType? Type, long Length, string Sha256, IReadOnlyList<FileIssue> Issues)
{
    /// <summary>Whether it cannot be taken.</summary>
    public bool IsRefused => Issues.Any(static issue => issue.IsRefusal);
}
