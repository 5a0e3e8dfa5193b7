namespace Marketplace.Files.Content;

/// <summary>What was found out about a content.</summary>
/// <param name="Type">Its type; null when it is none.</param>
/// <param name="Issues">What is to be known about it.</param>
internal sealed record Recognized(FileType? Type, params IReadOnlyList<FileIssue> Issues);
