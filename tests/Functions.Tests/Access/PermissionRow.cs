using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Tests.Access;

/// <summary>How one endpoint is called by the permission matrix.</summary>
/// <param name="Permission">The permission it must keep to; null for one that asks nobody who they are.</param>
/// <param name="Send">Calls it so that a caller who may gets a 2xx; the argument is a fresh entry's id where it changes one.</param>
internal sealed record PermissionRow(Permission? Permission, Func<Session, string, Task<Reply>> Send)
{
    /// <summary>Whether it changes the entry it is given, which then has an owner that scopes ask about.</summary>
    public bool ChangesListing { get; init; }

    /// <summary>Whether the entry must be suspended first.</summary>
    public bool NeedsSuspended { get; init; }

    /// <summary>Makes what one call is about, where that is no listing, and gives its id; it belongs to the same owner.</summary>
    public Func<TestApp, Task<string>>? Given { get; init; }

    public static PermissionRow Get(Permission? permission, string path) =>
        new(permission, (caller, id) => caller.GetAsync(path.Replace("{id}", id, StringComparison.Ordinal)));

    public static PermissionRow Post(Permission permission, string path) => new(permission, (caller, _) => caller.SendAsync("POST", path, null));

    public static PermissionRow AboutPerson(Permission permission, string action) => new(permission, (caller, _) => caller.PostAsync(
        $"/api/operations/persons/{action}", new JsonObject { ["issuer"] = "https://issuer.example", ["subject"] = "nobody", ["reason"] = "本人申请" }));

    /// <summary>Something done to a receiver that the caller made, if they could.</summary>
    public static PermissionRow AboutWebhook(Permission permission, string method, string below = "", JsonNode? body = null) =>
        new(permission, async (caller, _) =>
    {
        var path = $"/api/operations/webhooks/{WorkshopApp.NewWord()}";
        if (method != "PUT")
        {
            await caller.SendAsync("PUT", path, Session.Content("""{"url":"https://example.com/hook"}""", "application/json"));
        }

        return await caller.SendAsync(method, path + below, body is null ? null : Session.Content(body.ToJsonString(), "application/json"), ("If-Match", "*"));
    });

    public static PermissionRow Move(Permission permission, string move) =>
        new(permission, (caller, id) => caller.MoveAsync(id, move)) { ChangesListing = true };
}
