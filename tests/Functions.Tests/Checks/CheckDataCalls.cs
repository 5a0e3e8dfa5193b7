using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Checks;

/// <summary>Calls about the data of checks.</summary>
internal static class CheckDataCalls
{
    public static string PathOf(string name) => $"/api/operations/checks/data/{name}";

    /// <summary>A set with these terms.</summary>
    public static JsonObject Small(params string[] terms) => new()
    {
        ["version"] = "test-1",
        ["source"] = "tests",
        ["entries"] = new JsonArray([.. terms.Select(term => (JsonNode)new JsonObject { ["term"] = term })]),
    };

    public static Task<Reply> ReplaceCheckDataAsync(this Session session, string name, JsonObject data, string? ifMatch = "*") =>
        session.SendAsync("PUT", PathOf(name), Session.Content(data.ToJsonString(), "application/json"), ifMatch is null ? [] : [("If-Match", ifMatch)]);
}
