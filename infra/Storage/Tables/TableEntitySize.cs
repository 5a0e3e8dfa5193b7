namespace Marketplace.Storage.Tables;

/// <summary>What the service counts for an entity: its own formula, with strings as UTF-16.</summary>
internal static class TableEntitySize
{
    private const int EntityOverhead = 4;
    private const int PropertyOverhead = 8;
    private const int LengthPrefix = 4;

    public static int Of(TableEntity entity)
    {
        var size = EntityOverhead + (2 * (entity.PartitionKey.Length + entity.RowKey.Length));
        foreach (var (name, value) in entity.Properties)
        {
            size += PropertyOverhead + (2 * name.Length) + Of(value);
        }

        return size;
    }

    private static int Of(object value) => value switch
    {
        string text => LengthPrefix + (2 * text.Length),
        byte[] bytes => LengthPrefix + bytes.Length,
        Guid => 16,
        long or double or DateTimeOffset => 8,
        int => 4,
        _ => 1,
    };
}
