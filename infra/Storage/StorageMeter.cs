using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Marketplace.Storage;

/// <summary>
/// Counts requests as they go out on the wire, retries included, by operation (<c>Table.Insert</c>, <c>Blob.Download</c>, <c>Queue.Send</c> …).
/// This is what an account is billed for, and "storage transactions per operation" is a tested figure. Safe for concurrent use.
/// </summary>
public sealed class StorageMeter
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);

    /// <summary>Requests of all operations since the meter was made.</summary>
    public long Total => _counts.Values.Sum(static count => Volatile.Read(ref count.Value));

    /// <summary>Requests of one operation since the meter was made; 0 for one never sent.</summary>
    public long this[string operation] => _counts.TryGetValue(operation, out var count) ? Volatile.Read(ref count.Value) : 0;

    /// <summary>The counts as they stand, by operation name.</summary>
    public IReadOnlyDictionary<string, long> Snapshot() =>
        _counts.ToDictionary(static pair => pair.Key, static pair => Volatile.Read(ref pair.Value.Value), StringComparer.Ordinal);

    internal void Count(string operation) =>
        Interlocked.Increment(ref _counts.GetOrAdd(operation, static _ => new StrongBox<long>()).Value);
}
