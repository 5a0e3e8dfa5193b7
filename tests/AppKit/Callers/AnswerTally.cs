using System.Collections.Concurrent;

namespace Marketplace.AppKit.Callers;

/// <summary>Counts what patient clients had to bear.</summary>
public sealed class AnswerTally
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one.</summary>
    public void Add(string what) => _counts.AddOrUpdate(what, 1, static (_, count) => count + 1);

    /// <summary>All of them, by name.</summary>
    public override string ToString() =>
        _counts.IsEmpty ? "none" : string.Join(", ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
}
