namespace Marketplace.Files.Media;

/// <summary>How many parts of pictures and films are followed.</summary>
internal static class MediaParts
{
    /// <summary>More segments, chunks or boxes than any program writes into 100 MiB; a file of millions would hold a processor for a minute.</summary>
    public const int Most = 100_000;
}
