using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Audit;
using Marketplace.Audit.Index;
using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Persons;

/// <summary>One line of what is known of a person: an event, with everything personal it keeps.</summary>
/// <param name="Event">The event.</param>
/// <param name="PersonalChanges">The personal values that changed in it.</param>
internal sealed record PersonLine(AuditItem Event, IReadOnlyList<AuditDifference> PersonalChanges)
{
    // Chinese stays readable; the text is never part of a page.
    private static readonly PersonLineJson Json =
        new(new JsonSerializerOptions(PersonLineJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Of(AuditHit hit)
    {
        var personal = PersonalValues.Read(hit.Entry?.Personal)?.Changes ?? [];
        return JsonSerializer.Serialize(new PersonLine(AuditItem.Of(hit), [.. personal.Select(AuditDifference.Of)]), Json.PersonLine);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonLine))]
internal sealed partial class PersonLineJson : JsonSerializerContext;
