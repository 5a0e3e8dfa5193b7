using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;

namespace Marketplace.Storage.Tables;

/// <summary>Entities out of the service's JSON with minimal metadata (docs/storage-protocol.md §3.2 and §3.3).</summary>
internal static class TableEntityReader
{
    private const string TypeSuffix = "@odata.type";

    /// <summary>The entity of a point read.</summary>
    public static TableEntity ReadOne(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return ReadEntity(ref reader);
    }

    /// <summary>The entities of one page of a query.</summary>
    public static List<TableEntity> ReadPage(ReadOnlySpan<byte> json)
    {
        var entities = new List<TableEntity>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRows = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (!isRows)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                entities.Add(ReadEntity(ref reader));
            }
        }

        return entities;
    }

    private static TableEntity ReadEntity(ref Utf8JsonReader reader)
    {
        string? partitionKey = null, rowKey = null, etag = null;
        DateTimeOffset? timestamp = null;
        var values = new List<(string Name, object Value)>(16);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "PartitionKey":
                    partitionKey = reader.GetString();
                    break;
                case "RowKey":
                    rowKey = reader.GetString();
                    break;
                case "Timestamp":
                    timestamp = Time(reader.GetString()!);
                    break;
                case "odata.etag":
                    etag = reader.GetString();
                    break;
                case var annotated when annotated.EndsWith(TypeSuffix, StringComparison.Ordinal):
                    types[annotated[..^TypeSuffix.Length]] = reader.GetString()!;
                    break;
                case var annotation when annotation.StartsWith("odata.", StringComparison.Ordinal):
                    reader.Skip();
                    break;
                default:
                    AddBare(ref reader, name, values);
                    break;
            }
        }

        var entity = new TableEntity(partitionKey ?? "", rowKey ?? "") { Timestamp = timestamp, ETag = etag is null ? default : new ETag(etag) };
        foreach (var (name, value) in values)
        {
            entity.Properties[name] = types.TryGetValue(name, out var type) ? Typed(type, value) : value;
        }

        return entity;
    }

    private static void AddBare(ref Utf8JsonReader reader, string name, List<(string Name, object Value)> values)
    {
        object? value = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number => reader.TryGetInt32(out var whole) ? (object)whole : reader.GetDouble(),
            _ => null,
        };
        if (value is not null)
        {
            values.Add((name, value));
        }
    }

    private static object Typed(string type, object value) => (type, value) switch
    {
        ("Edm.Int64", string text) => long.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Double", string text) => text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        },
        ("Edm.Double", int whole) => (double)whole,
        ("Edm.DateTime", string text) => Time(text),
        ("Edm.Guid", string text) => Guid.Parse(text),
        ("Edm.Binary", string text) => Convert.FromBase64String(text),
        _ => value,
    };

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
