using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Marketplace.Storage.Tables;

/// <summary>
/// An OData filter written as an interpolated text, every hole a value and escaped as one (docs/storage-protocol.md §3.5):
/// <c>TableClient.CreateQueryFilter($"PartitionKey eq {partition} and Due lt {now}")</c>. At most 15 comparisons are possible.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct TableFilter
{
    private readonly StringBuilder _text;

    /// <param name="literalLength">Length of the fixed parts.</param>
    /// <param name="formattedCount">Number of values.</param>
    public TableFilter(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 24));

    /// <summary>Appends a fixed part as it stands.</summary>
    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>Appends a text in quotes, quotes in it doubled.</summary>
    public void AppendFormatted(string value) => _text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');

    /// <summary>Appends a 32-bit integer.</summary>
    public void AppendFormatted(int value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>Appends a 64-bit integer with the suffix without which the service finds nothing.</summary>
    public void AppendFormatted(long value) => _text.Append(CultureInfo.InvariantCulture, $"{value}L");

    /// <summary>Appends a floating-point number, always with a point or an exponent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite: OData has no literal for it.</exception>
    public void AppendFormatted(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A filter compares finite numbers.");
        }

        var number = value.ToString("R", CultureInfo.InvariantCulture);
        _text.Append(number).Append(number.AsSpan().ContainsAny('.', 'E') ? "" : ".0");
    }

    /// <summary>Appends <c>true</c> or <c>false</c>.</summary>
    public void AppendFormatted(bool value) => _text.Append(value ? "true" : "false");

    /// <summary>Appends a point in time.</summary>
    public void AppendFormatted(DateTimeOffset value) =>
        _text.Append(CultureInfo.InvariantCulture, $"datetime'{value.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}'");

    /// <summary>Appends a GUID.</summary>
    public void AppendFormatted(Guid value) => _text.Append(CultureInfo.InvariantCulture, $"guid'{value:D}'");

    /// <summary>Appends binary data in hexadecimal digits.</summary>
    public void AppendFormatted(byte[] value) => _text.Append("X'").Append(Convert.ToHexStringLower(value)).Append('\'');

    /// <summary>The rows of one partition.</summary>
    public static string Partition(string partitionKey) => TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");

    /// <summary>The rows of one partition whose row key begins with a prefix.</summary>
    /// <exception cref="ArgumentException">The prefix is empty or does not end in an ASCII character.</exception>
    public static string RowKeyPrefix(string partitionKey, string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (!char.IsAscii(prefix[^1]))
        {
            throw new ArgumentException("The prefix must end in an ASCII character, so that the text after it is well formed.", nameof(prefix));
        }

        var after = prefix[..^1] + (char)(prefix[^1] + 1);
        return TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey ge {prefix} and RowKey lt {after}");
    }

    internal string Build() => _text.ToString();
}
