namespace Marketplace.Search.Store;

/// <summary>One change of an entry.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Version">The version it has since.</param>
/// <param name="At">When it was committed.</param>
internal sealed record IdLogEntry(string Id, long Version, DateTimeOffset At);

/// <summary>
/// Changes of entries in the order of their commits, kept as immutable chunks: adding rewrites the last chunk at most, so a commit's cost does not grow with
/// the log. Immutable.
/// </summary>
internal sealed class IdLog
{
    public const int ChunkEntries = 2048;

    private IdLog(IReadOnlyList<IdLogChunk> chunks) => Chunks = chunks;

    public static IdLog Empty { get; } = new([]);

    public IReadOnlyList<IdLogChunk> Chunks { get; }

    public int Count => Chunks.Sum(chunk => chunk.Entries.Count);

    public IReadOnlyList<string> Blobs => [.. Chunks.Select(chunk => chunk.Blob)];

    public static IdLog Of(IEnumerable<IdLogChunk> chunks) => new([.. chunks]);

    public IdLog Add(IReadOnlyList<IdLogEntry> entries)
    {
        if (entries.Count == 0)
        {
            return this;
        }

        var open = Chunks.Count > 0 && Chunks[^1].Entries.Count < ChunkEntries ? Chunks[^1] : null;
        var tail = (open?.Entries ?? []).Concat(entries).Chunk(ChunkEntries).Select(IdLogChunk.Create);
        return Of(Chunks.Take(Chunks.Count - (open is null ? 0 : 1)).Concat(tail));
    }

    public IdLog Since(DateTimeOffset oldest) =>
        Chunks.All(chunk => chunk.Entries.All(entry => entry.At >= oldest))
            ? this
            : Empty.Add([.. Chunks.SelectMany(chunk => chunk.Entries).Where(entry => entry.At >= oldest)]);

    public IEnumerable<string> IdsFrom(int position) => Chunks.SelectMany(chunk => chunk.Entries).Skip(position).Select(entry => entry.Id);

    /// <summary>The highest version logged for an entry; null if there is none.</summary>
    public long? Version(string id)
    {
        long? highest = null;
        foreach (var chunk in Chunks)
        {
            if (chunk.Versions.TryGetValue(id, out var version) && !(version <= highest))
            {
                highest = version;
            }
        }

        return highest;
    }
}

/// <summary>A part of an <see cref="IdLog"/> and the blob that keeps it.</summary>
internal sealed class IdLogChunk
{
    private readonly Lazy<Dictionary<string, long>> _versions;

    private IdLogChunk(string blob, IReadOnlyList<IdLogEntry> entries)
    {
        Blob = blob;
        Entries = entries;
        _versions = new(() => entries.GroupBy(entry => entry.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(entry => entry.Version), StringComparer.Ordinal));
    }

    public string Blob { get; }

    public IReadOnlyList<IdLogEntry> Entries { get; }

    public IReadOnlyDictionary<string, long> Versions => _versions.Value;

    public static IdLogChunk Create(IReadOnlyList<IdLogEntry> entries) => new(BlobNames.For(BlobNames.Logs, StoreJson.Write(entries)), entries);

    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public static IdLogChunk Read(string blob, ReadOnlySpan<byte> content)
    {
        BlobNames.Verify(blob, content);
        return new(blob, StoreJson.ReadLog(content));
    }

    public byte[] Save() => StoreJson.Write(Entries);
}
