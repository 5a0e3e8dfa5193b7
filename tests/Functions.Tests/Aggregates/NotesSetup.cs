using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Aggregates;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Aggregates;

/// <summary>What a further aggregate costs, rules, rows and endpoints included: it may not be longer than this test says.</summary>
internal static class NotesSetup
{
    private static readonly AuditAction Created = new("note.created", "新建便签", "Note created", "An operator wrote a note.");
    private static readonly AuditAction Edited = new("note.edited", "修改便签", "Note edited", "An operator changed a note.");
    private static readonly Permission WriteNotes = new("notes", "write", new Grant(Role.Operator, Scope.Any));

    public static IServiceCollection AddNotes(this IServiceCollection services) => services
        .AddApiJson(NotesJson.Default).AddAuditActions([Created, Edited]).AddAggregate(NoteStore.Type).AddChangeSource(NoteStore.Changed, NoteStore.Type)
        .AddSingleton(provider => new NoteStore(provider.Table(NoteStore.Type.Table), new(provider.Queue(ChangeEvents.Queue), NoteStore.Changed)));

    public static void MapNotes(this IEndpointRouteBuilder routes)
    {
        var notes = routes.MapHttpFunction("Notes", "notes");
        notes.MapPost("/{id}", CreateAsync).WithName("createNote").WithSummary("Write a note").Allow(WriteNotes);
        notes.MapPut("/{id}", EditAsync).WithName("editNote").WithSummary("Change a note").Allow(WriteNotes);
    }

    private static async Task<IResult> CreateAsync(string id, JsonBody<NoteText> body, NoteStore notes, RequestContext context, CancellationToken stop)
    {
        var note = new Note(id, body.Value.Text, 1);
        return await notes.CommitAsync(new Change<Note>(null, note, context.Audit.Of(Created)), stop) is OutboxOutcome.Committed
            ? ApiResults.Created($"/api/notes/{id}", note, notes.TagOf(note)) : await notes.StaleAsync(id, stop);
    }

    private static Task<IResult> EditAsync(
        string id, JsonBody<NoteText> body, IfMatch ifMatch, NoteStore notes, RequestContext context, CancellationToken stop)
    {
        var edit = new ChangeRequest<Note>(Edited, note => note with { Text = body.Value.Text, Revision = note.Revision + 1 })
        {
            IsVisible = static _ => true,
            Respond = (stored, _) => ApiResults.Ok(stored.State, notes.TagOf(stored.State)),
            IfMatch = ifMatch,
        };
        return notes.ChangeAsync(id, edit, context, stop);
    }
}

internal sealed class NoteStore(TableClient table, OutboxWriter outbox) : AggregateStore<Note>(Type, table, outbox)
{
    public static readonly MessageType<OutboxMessage> Changed = OutboxMessage.TypeOf("note.changed");
    public static readonly AggregateType<Note> Type = new()
    {
        Name = "notes",
        Table = "Notes",
        StateRow = "note",
        PartitionOf = static id => id,
        IdOf = static note => note.Id,
        RevisionOf = static note => note.Revision,
        ToRow = static note => new TableEntity(note.Id, "note") { { "Text", note.Text }, { "Revision", note.Revision } },
        FromRow = static row => new(row.PartitionKey, row.GetString("Text")!, row.GetInt64("Revision")!.Value),
        Differences = static (before, after) => new([new AuditChange("text", before?.Text, after.Text)], []),
    };
}

internal sealed record Note(string Id, string Text, long Revision);

internal sealed record NoteText(string Text);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(NoteText))]
internal sealed partial class NotesJson : JsonSerializerContext;
