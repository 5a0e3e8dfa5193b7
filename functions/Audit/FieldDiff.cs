using Marketplace.Audit;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Audit;

/// <summary>Collects what changed between two states of an aggregate, for the trail: differences only, long texts by their digest.</summary>
internal sealed class FieldDiff
{
    private const int LongestText = 200;

    private readonly List<AuditChange> _changes = [];

    public IReadOnlyList<AuditChange> All => _changes;

    public void Add(string field, string? before, string? after)
    {
        if (before != after)
        {
            _changes.Add(new AuditChange(field, Shorten(before), Shorten(after)));
        }
    }

    /// <summary>Every value that differs between two JSON objects, by its path.</summary>
    public void AddJson(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        foreach (var (path, old, @new) in FlatJson.Differences(before, after))
        {
            Add(path, old, @new);
        }
    }

    private static string? Shorten(string? text) => text is { Length: > LongestText } ? $"sha256:{AuditChain.Digest(text)}" : text;
}
