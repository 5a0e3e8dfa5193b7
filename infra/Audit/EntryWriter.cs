using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Audit;

/// <summary>Writes the two texts of an entry. Their bytes are hashed, so the order of members is part of the format.</summary>
internal static class EntryWriter
{
    /// <summary>A string property of a table holds 32,768 UTF-16 units; what else an entry says fits into the rest.</summary>
    public const int ChangesLength = 24_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string WriteChained(string chain, long sequence, string previous, AuditDraft draft, string personalDigest) => Write(json =>
    {
        json.WriteString("chain"u8, chain);
        json.WriteNumber("sequence"u8, sequence);
        json.WriteString("previous"u8, previous);
        json.WriteString("at"u8, draft.At.UtcDateTime);
        json.WriteString("action"u8, draft.Action);
        json.WriteString("target"u8, draft.Target);
        json.WriteString("role"u8, draft.Actor.Role);
        json.WriteString("channel"u8, draft.Actor.Channel);
        json.WriteString("correlationId"u8, draft.CorrelationId);
        if (draft.Reason is not null)
        {
            json.WriteString("reason"u8, draft.Reason);
        }

        WriteChanges(json, draft.Changes);
        json.WriteString("personal"u8, personalDigest);
    });

    public static string WritePersonal(AuditDraft draft, byte[] salt) => Write(json =>
    {
        json.WriteBase64String("salt"u8, salt);
        json.WriteString("issuer"u8, draft.Actor.Issuer);
        json.WriteString("subject"u8, draft.Actor.Subject);
        json.WriteString("name"u8, draft.Actor.Name);
        WriteChanges(json, draft.PersonalChanges ?? []);
    });

    private static void WriteChanges(Utf8JsonWriter json, IReadOnlyList<AuditChange> changes)
    {
        json.WriteStartArray("changes"u8);
        var (written, length) = (0, 0);
        foreach (var change in changes)
        {
            var text = Write(member => WriteChange(member, change));
            if ((length += text.Length + 1) > ChangesLength)
            {
                break;
            }

            json.WriteRawValue(text, skipInputValidation: true);
            written++;
        }

        json.WriteEndArray();
        if (written < changes.Count)
        {
            WriteOmitted(json, [.. changes.Skip(written)]);
        }
    }

    private static void WriteOmitted(Utf8JsonWriter json, IReadOnlyList<AuditChange> changes)
    {
        var all = string.Join('\n', changes.Select(change => Write(member => WriteChange(member, change))));
        json.WriteStartObject("omitted"u8);
        json.WriteNumber("count"u8, changes.Count);
        json.WriteString("sha256"u8, AuditChain.Digest(all));
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, AuditChange change)
    {
        json.WriteString("field"u8, change.Field);
        json.WriteString("before"u8, change.Before);
        json.WriteString("after"u8, change.After);
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
