using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Audit;

/// <summary>Appends events to a hash chain: each entry's hashed text names the hash of the entry before it.</summary>
public static class AuditChain
{
    private const int SaltBytes = 16;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the entry that follows <paramref name="head"/> in <paramref name="chain"/>.</summary>
    /// <param name="chain">Name of the chain: the aggregate whose partition holds it.</param>
    /// <param name="head">The chain as it stands.</param>
    /// <param name="draft">What to record.</param>
    /// <param name="random">Source of the salt; cryptographic in production.</param>
    public static AuditEntry Append(string chain, ChainHead head, AuditDraft draft, RandomNumberGenerator random)
    {
        var salt = new byte[SaltBytes];
        random.GetBytes(salt);
        var personal = Write(json => WritePersonal(json, draft, salt));
        var sequence = head.Sequence + 1;
        var chained = Write(json => WriteChained(json, chain, sequence, head.Hash, draft, Digest(personal)));
        return new AuditEntry(sequence, chained, Digest(chained), personal);
    }

    /// <summary>SHA-256 of the text's UTF-8 bytes in lower-case hexadecimal.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void WriteChained(Utf8JsonWriter json, string chain, long sequence, string previous, AuditDraft draft, string personalDigest)
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
        if (draft.Reason is not null) json.WriteString("reason"u8, draft.Reason);
        WriteChanges(json, draft.Changes);
        json.WriteString("personal"u8, personalDigest);
    }

    private static void WritePersonal(Utf8JsonWriter json, AuditDraft draft, byte[] salt)
    {
        json.WriteBase64String("salt"u8, salt);
        json.WriteString("issuer"u8, draft.Actor.Issuer);
        json.WriteString("subject"u8, draft.Actor.Subject);
        json.WriteString("name"u8, draft.Actor.Name);
        WriteChanges(json, draft.PersonalChanges ?? []);
    }

    private static void WriteChanges(Utf8JsonWriter json, IReadOnlyList<AuditChange> changes)
    {
        json.WriteStartArray("changes"u8);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, change.Field);
            json.WriteString("before"u8, change.Before);
            json.WriteString("after"u8, change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
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
