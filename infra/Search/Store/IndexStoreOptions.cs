namespace Marketplace.Search.Store;

/// <summary>Time and size limits of an index kept in blobs. The defaults suit an instance of up to a million entries.</summary>
public sealed record IndexStoreOptions
{
    /// <summary>How often a reader asks whether the index changed, give or take a fifth. Default 1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between a reader's attempts while storage or the index is broken. Default 10 s.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a writer waits for others before <see cref="IndexBusyException"/>. Default 20 s.</summary>
    public TimeSpan WriterPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A writer that holds the lease this long without a commit is taken for dead, and its lease broken. If it lives it only has to begin again, so being wrong
    /// costs time, not data. Doubles with every time a writer loses. Default 4 s.
    /// </summary>
    public TimeSpan PresumedDeadAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How old a blob that nothing refers to has to be before it is removed; must be longer than any commit takes, and a rebuild may take half of it.
    /// Default 6 h.
    /// </summary>
    public TimeSpan GarbageGrace { get; init; } = TimeSpan.FromHours(6);

    /// <summary>
    /// How long a rebuild that was asked for, or is under way, is waited for before it is asked for again; longer than a rebuild may take. Default 5 min.
    /// </summary>
    public TimeSpan RebuildPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a deletion is remembered, so that an older change which arrives late is ignored. Default 14 days.</summary>
    public TimeSpan DeletionMemory { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Where processes of this machine keep a copy of the index, for those that start while storage is away. Default null: nowhere.</summary>
    public string? CopyFolder { get; init; }

    /// <summary>How often the copy is brought up to date. Default 30 s.</summary>
    public TimeSpan CopyInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long storage may take at the start before the copy is used. Default 1 s.</summary>
    public TimeSpan CopyAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An index of more bytes is not copied. Default 512 MiB.</summary>
    public long MaxCopyBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>How many documents a rebuild indexes at a time, which bounds its memory; at most 65,536. Default 20,000.</summary>
    public int RebuildSegmentDocuments { get; init; } = 20_000;

    /// <summary>How many ids one call of <see cref="LoadChanges"/> gets at most. Default 200.</summary>
    public int LoadBatch { get; init; } = 200;
}
