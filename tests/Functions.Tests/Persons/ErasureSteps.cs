using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Persons.Erasures;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Persons;

/// <summary>The way of an erasure through the API.</summary>
internal static class ErasureSteps
{
    /// <summary>Another person than <see cref="Actor.Operator"/>.</summary>
    public static Actor SecondOperator { get; } = Actor.Operator.In("44");

    public static string ChainOf(string id) => ErasureStore.Type.ChainOf(id);

    public static JsonObject Person(string subject, string issuer = "https://issuer.example") =>
        new() { ["issuer"] = issuer, ["subject"] = subject, ["reason"] = "本人申请" };

    /// <summary>The second operator asked for the erasure of somebody who never acted.</summary>
    public static async Task<string> RequestedAsync(TestApp app) =>
        (await app.As(SecondOperator).RequestErasureAsync(Person(WorkshopApp.NewWord()))).Expect(202).Json.Text("id");

    public static Task<Reply> RequestErasureAsync(this Session caller, JsonObject person) => caller.PostAsync("/api/operations/persons/erase", person);

    public static Task<Reply> ConfirmErasureAsync(this Session caller, string id) =>
        caller.SendAsync("POST", $"/api/operations/persons/erasures/{id}/confirm", null, ("If-Match", "*"));
}
