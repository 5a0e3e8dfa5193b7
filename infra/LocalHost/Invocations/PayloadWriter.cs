using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Invocations;

/// <summary>Writes the body of a payload call: <c>{"Data": …, "Metadata": …}</c> (contract §3).</summary>
internal static class PayloadWriter
{
    public static ReadOnlyMemory<byte> Write(FunctionDefinition function, TriggerValue value, RetryContext? retry, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, PayloadText.WriterOptions);
        json.WriteStartObject();
        json.WriteStartObject("Data");
        json.WritePropertyName(function.Trigger.Name);
        value.WriteData(json);
        json.WriteEndObject();
        json.WriteStartObject("Metadata");
        value.WriteMetadata(json);
        WriteSystem(json, function.Name, now);
        if (retry is not null)
        {
            WriteRetry(json, retry);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSystem(Utf8JsonWriter json, string function, DateTimeOffset now)
    {
        json.WriteStartObject("sys");
        json.WriteString("MethodName", function);
        json.WriteString("UtcNow", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
        json.WriteString("RandGuid", Guid.CreateVersion7(now));
        json.WriteEndObject();
    }

    private static void WriteRetry(Utf8JsonWriter json, RetryContext retry)
    {
        json.WriteStartObject("RetryContext");
        json.WriteNumber("MaxRetryCount", retry.MaxRetryCount);
        json.WriteNumber("RetryCount", retry.RetryCount);
        if (retry.Error is { } error)
        {
            json.WriteStartObject("Exception");
            json.WriteString("Message", error);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("Exception");
        }

        json.WriteEndObject();
    }
}

/// <summary>What a handler is told about retries; only functions with a retry policy are.</summary>
internal sealed record RetryContext(int MaxRetryCount, int RetryCount, string? Error);
