namespace Marketplace.Storage.Tables;

/// <summary>Whether a stored row is what a write would have made of it.</summary>
internal static class TableEntityComparison
{
    public static bool Holds(TableEntity stored, TableEntity written, TableUpdateMode mode) =>
        (mode == TableUpdateMode.Merge || stored.Count == written.Count)
        && written.Properties.All(property => stored.TryGetValue(property.Key, out var value) && AreEqual(value, property.Value));

    private static bool AreEqual(object stored, object written) => (stored, written) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (int whole, double number) => whole == number,
        _ => stored.Equals(written),
    };
}
