using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Audit.Breaks;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Audit;

/// <summary>Breaks of the trail, without anything being broken.</summary>
internal static class BreakSteps
{
    /// <summary>The app found a break.</summary>
    public static async Task<string> FoundAsync(TestApp app, BrokenLink broken)
    {
        var now = TimeProvider.System.GetUtcNow();
        await app.Services.GetRequiredService<AuditBreaks>().ReportAsync(broken, now, TestContext.Current.CancellationToken);
        return new FoundBreak(broken, now).Id;
    }

    /// <summary>One that is acknowledged already, so that the app's health stays as it is; it may be acknowledged again.</summary>
    public static async Task<string> AcknowledgedAsync(TestApp app)
    {
        var id = await FoundAsync(app, new BrokenLink("listings/none", 1, BreakReason.Missing));
        (await app.As(Actor.Operator).AcknowledgeBreakAsync(id)).Expect(200);
        return id;
    }

    public static Task<Reply> AcknowledgeBreakAsync(this Session caller, string id, string reason = "演练") =>
        caller.PostAsync($"/api/operations/audit/breaks/{id}/acknowledge", new JsonObject { ["reason"] = reason });
}
