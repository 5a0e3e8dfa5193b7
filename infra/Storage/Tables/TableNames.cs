using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>Checks of table names, keys and whole entities before anything is sent, and the addresses made of them.</summary>
internal static class TableNames
{
    public static string CheckTable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var valid = name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
            && !name.Equals("tables", StringComparison.OrdinalIgnoreCase);
        return valid ? name : throw new ArgumentException($"'{name}' is no table name: 3 to 63 letters and digits, the first a letter.", nameof(name));
    }

    public static void CheckKey(string key, string parameter)
    {
        ArgumentNullException.ThrowIfNull(key, parameter);
        if (key.Length > TableLimits.KeyLength)
        {
            throw new ArgumentException($"A key has at most {TableLimits.KeyLength} characters, this one {key.Length}.", parameter);
        }

        foreach (var character in key)
        {
            if (character is '/' or '\\' or '#' or '?' || char.IsControl(character))
            {
                throw new ArgumentException($"A key may not contain U+{(int)character:X4}.", parameter);
            }
        }

        if (!Utf16.IsWellFormed(key))
        {
            throw new ArgumentException("A key may not contain an unpaired surrogate.", parameter);
        }
    }

    public static void CheckEntity(TableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        CheckKey(entity.PartitionKey, nameof(entity.PartitionKey));
        CheckKey(entity.RowKey, nameof(entity.RowKey));
        if (entity.Count > TableLimits.Properties)
        {
            throw new ArgumentException($"An entity has at most {TableLimits.Properties} properties, this one {entity.Count}.", nameof(entity));
        }

        if (entity.StoredSize() is var size and > TableLimits.EntitySize)
        {
            throw new ArgumentException($"The entity would take {size} bytes; {TableLimits.EntitySize} are possible.", nameof(entity));
        }
    }

    public static string EntityPath(string table, string partitionKey, string rowKey) =>
        $"/{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
