using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>Names and values a property may have.</summary>
internal static class TableProperty
{
    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > TableLimits.PropertyNameLength)
        {
            throw new ArgumentException($"A property name has at most {TableLimits.PropertyNameLength} characters.", nameof(name));
        }

        if (!char.IsLetter(name[0]) && name[0] != '_')
        {
            throw new ArgumentException($"The property name {name} does not begin with a letter.", nameof(name));
        }

        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character) && character != '_')
            {
                throw new ArgumentException($"The property name {name} has characters other than letters, digits and _.", nameof(name));
            }
        }

        if (name is "PartitionKey" or "RowKey" or "Timestamp")
        {
            throw new ArgumentException($"{name} belongs to the service.", nameof(name));
        }
    }

    public static object Normalise(string name, object value) => value switch
    {
        string text => Text(name, text),
        byte[] bytes when bytes.Length > TableLimits.BinaryLength =>
            throw new ArgumentException($"Property {name} has {bytes.Length} bytes; {TableLimits.BinaryLength} are possible.", nameof(value)),
        byte[] or bool or int or long or double or Guid => value,
        DateTimeOffset time when time < Earliest => throw new ArgumentException($"Property {name} lies before the year 1601.", nameof(value)),
        DateTimeOffset time => time.ToUniversalTime(),
        _ => throw new ArgumentException($"Property {name} is a {value.GetType().Name}, which tables do not store.", nameof(value)),
    };

    private static string Text(string name, string text)
    {
        if (text.Length > TableLimits.StringLength)
        {
            throw new ArgumentException($"Property {name} has {text.Length} characters; {TableLimits.StringLength} are possible.", nameof(text));
        }

        return Utf16.IsWellFormed(text) ? text : throw new ArgumentException($"Property {name} has an unpaired surrogate.", nameof(text));
    }
}
