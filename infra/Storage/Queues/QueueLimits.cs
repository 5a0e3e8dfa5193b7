namespace Marketplace.Storage.Queues;

/// <summary>The queue service's limits (docs/storage-protocol.md §5).</summary>
public static class QueueLimits
{
    /// <summary>Largest message in UTF-8 bytes: 64 KiB once it is base64.</summary>
    public const int MessageBytes = 49_152;

    /// <summary>Largest plain message in UTF-8 bytes.</summary>
    public const int PlainMessageBytes = 65_536;

    /// <summary>Most messages of one receive or peek.</summary>
    public const int MessagesPerReceive = 32;

    /// <summary>Longest invisibility, and the default life of a message.</summary>
    public static readonly TimeSpan LongestVisibility = TimeSpan.FromDays(7);
}
