using System.Text.Json;

namespace Marketplace.Audit;

/// <summary>What an entry's hashed text says.</summary>
/// <param name="Link">The chain it belongs to and its place there.</param>
/// <param name="Previous">Hash of the entry before; 64 zeros for the first.</param>
/// <param name="At">When it happened.</param>
/// <param name="Action">What was done.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Role">Role of whoever did it.</param>
/// <param name="Channel">Platform they came in through.</param>
/// <param name="CorrelationId">The request or message it belongs to.</param>
/// <param name="Reason">Reason given, if any.</param>
/// <param name="Changes">Differences in values that name nobody.</param>
/// <param name="Omitted">How many differences were too much to keep; the text has their digest.</param>
/// <param name="PersonalDigest">SHA-256 of the personal part.</param>
public sealed record AuditRecord(
    AuditLink Link,
    string Previous,
    DateTimeOffset At,
    string Action,
    string Target,
    string Role,
    string? Channel,
    string CorrelationId,
    string? Reason,
    IReadOnlyList<AuditChange> Changes,
    int Omitted,
    string PersonalDigest)
{
    /// <summary>Reads the hashed text of an entry; null when it is none.</summary>
    public static AuditRecord? Read(string chained)
    {
        try
        {
            using var document = JsonDocument.Parse(chained);
            return Read(document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    internal static IReadOnlyList<AuditChange> ReadChanges(JsonElement root) =>
        [.. root.GetProperty("changes"u8).EnumerateArray().Select(static change => new AuditChange(
            Text(change, "field"u8), change.GetProperty("before"u8).GetString(), change.GetProperty("after"u8).GetString()))];

    internal static string Text(JsonElement element, ReadOnlySpan<byte> name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException("A text is missing.");

    private static AuditRecord Read(JsonElement root) => new(
        new AuditLink(Text(root, "chain"u8), root.GetProperty("sequence"u8).GetInt64()),
        Text(root, "previous"u8),
        root.GetProperty("at"u8).GetDateTimeOffset(),
        Text(root, "action"u8),
        Text(root, "target"u8),
        Text(root, "role"u8),
        root.GetProperty("channel"u8).GetString(),
        Text(root, "correlationId"u8),
        root.TryGetProperty("reason"u8, out var reason) ? reason.GetString() : null,
        ReadChanges(root),
        root.TryGetProperty("omitted"u8, out var omitted) ? omitted.GetProperty("count"u8).GetInt32() : 0,
        Text(root, "personal"u8));
}

/// <summary>What the erasable part of an entry says.</summary>
/// <param name="Issuer">Issuer of the actor's token.</param>
/// <param name="Subject">The actor's subject there.</param>
/// <param name="Name">The actor's display name.</param>
/// <param name="Changes">Differences in values that name a person.</param>
public sealed record PersonalValues(string Issuer, string Subject, string? Name, IReadOnlyList<AuditChange> Changes)
{
    /// <summary>Reads the personal part of an entry; null when it is erased or is none.</summary>
    public static PersonalValues? Read(string? personal)
    {
        if (personal is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(personal);
            var root = document.RootElement;
            return new(AuditRecord.Text(root, "issuer"u8), AuditRecord.Text(root, "subject"u8), root.GetProperty("name"u8)
                .GetString(), AuditRecord.ReadChanges(root));
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
