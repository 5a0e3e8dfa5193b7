using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Storage.Tables;

/// <summary>An entity as the service's JSON; every type it could mistake is annotated (docs/storage-protocol.md §3.3).</summary>
internal static class TableEntityWriter
{
    // Azurite decodes a body piece by piece as it arrives and spoils a character that lies across two pieces; in ASCII there is none.
    private static readonly JsonWriterOptions Ascii = new() { Encoder = JavaScriptEncoder.Default, SkipValidation = true };

    // It reads a transaction whole. There Chinese stays UTF-8, so that more rows fit into 4 MiB.
    private static readonly JsonWriterOptions Utf8 = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>As the body of a request of its own.</summary>
    public static void WriteBody(IBufferWriter<byte> output, TableEntity entity) => Write(output, entity, Ascii);

    /// <summary>As a part of a transaction, on one line.</summary>
    public static void WritePart(IBufferWriter<byte> output, TableEntity entity) => Write(output, entity, Utf8);

    private static void Write(IBufferWriter<byte> output, TableEntity entity, JsonWriterOptions options)
    {
        using var writer = new Utf8JsonWriter(output, options);
        writer.WriteStartObject();
        writer.WriteString("PartitionKey"u8, entity.PartitionKey);
        writer.WriteString("RowKey"u8, entity.RowKey);
        foreach (var (name, value) in entity.Properties)
        {
            WriteProperty(writer, name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                WriteType(writer, name, "Edm.Int64");
                writer.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                WriteType(writer, name, "Edm.Double");
                WriteDouble(writer, name, number);
                break;
            case DateTimeOffset time:
                WriteType(writer, name, "Edm.DateTime");
                writer.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
                break;
            case Guid guid:
                WriteType(writer, name, "Edm.Guid");
                writer.WriteString(name, guid);
                break;
            case byte[] bytes:
                WriteType(writer, name, "Edm.Binary");
                writer.WriteBase64String(name, bytes);
                break;
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, string name, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static void WriteType(Utf8JsonWriter writer, string name, string type) => writer.WriteString($"{name}@odata.type", type);
}
