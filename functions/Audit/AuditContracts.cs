using System.Text.Json.Serialization;
using Marketplace.Audit;
using Marketplace.Audit.Index;

namespace Marketplace.Functions.Audit;

/// <summary>An audited event.</summary>
/// <param name="Chain">The chain it is in.</param>
/// <param name="Sequence">Its place there.</param>
/// <param name="Intact">Whether its text is the one that was hashed; whether the chain holds is for verification.</param>
/// <param name="Hash">SHA-256 of the text.</param>
/// <param name="At">When it happened; this and what follows is absent when the entry is missing.</param>
/// <param name="Action">What was done.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Role">Roles of whoever did it.</param>
/// <param name="Channel">Platform they came in through.</param>
/// <param name="Actor">Whoever did it; absent once erased.</param>
/// <param name="Erased">Whether the personal values were erased.</param>
/// <param name="CorrelationId">The request or message it belongs to.</param>
/// <param name="Reason">Reason given.</param>
/// <param name="Changes">What changed; values that name a person are left out.</param>
/// <param name="Omitted">Changes too many to keep; their digest is part of the text.</param>
public sealed record AuditItem(
    string Chain,
    long Sequence,
    bool Intact,
    string? Hash,
    DateTimeOffset? At,
    string? Action,
    [property: JsonPropertyName("object")] string? Target,
    string? Role,
    string? Channel,
    AuditPerson? Actor,
    bool Erased,
    string? CorrelationId,
    string? Reason,
    IReadOnlyList<AuditDifference>? Changes,
    int? Omitted)
{
    internal static AuditItem Of(AuditHit hit)
    {
        var (record, person) = (hit.Record, PersonalValues.Read(hit.Entry?.Personal));
        return new AuditItem(
            hit.Link.Chain,
            hit.Link.Sequence,
            hit.IsIntact,
            hit.Entry?.Hash,
            record?.At,
            record?.Action,
            record?.Target,
            record?.Role,
            record?.Channel,
            person is null ? null : new AuditPerson(person.Issuer, person.Subject, person.Name),
            hit.Entry?.ErasedBy is not null,
            record?.CorrelationId,
            record?.Reason,
            record is null ? null : [.. record.Changes.Select(AuditDifference.Of), .. (person?.Changes ?? []).Select(AuditDifference.NameOnly)],
            record?.Omitted is > 0 and var omitted ? omitted : null);
    }
}

/// <summary>A person who acted.</summary>
/// <param name="Issuer">Issuer of the token.</param>
/// <param name="Subject">Subject there.</param>
/// <param name="Name">Display name.</param>
public sealed record AuditPerson(string Issuer, string Subject, string? Name);

/// <summary>A changed value.</summary>
/// <param name="Field">JSON path of the value.</param>
/// <param name="Before">What it was; a digest of a long text.</param>
/// <param name="After">What it became.</param>
/// <param name="Personal">Whether the values are left out because they name a person.</param>
public sealed record AuditDifference(string Field, string? Before, string? After, bool? Personal)
{
    internal static AuditDifference Of(AuditChange change) => new(change.Field, change.Before, change.After, null);

    internal static AuditDifference NameOnly(AuditChange change) => new(change.Field, null, null, true);
}

/// <summary>An action that the trail knows.</summary>
/// <param name="Code">As the trail has it.</param>
/// <param name="Name">For people, in the language of the request.</param>
/// <param name="Meaning">When it is recorded.</param>
public sealed record AuditActionItem(string Code, string Name, string Meaning);

/// <summary>The closed set of actions.</summary>
/// <param name="Items">All of them.</param>
public sealed record AuditActionList(IReadOnlyList<AuditActionItem> Items);
