using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>The endpoint of each action, called so that nothing but state and role can refuse it.</summary>
internal static class LifecycleCalls
{
    public static readonly IReadOnlyDictionary<LifecycleAction, Func<Session, Drafted, Task<Reply>>> ByAction = new Dictionary<LifecycleAction, Func<Session,
        Drafted, Task<Reply>>>
    {
        [LifecycleAction.Save] = (caller, draft) =>
            caller.SendAsync("PUT", PathOf(draft), Session.Content("""{"content":{}}""", "application/json"), TagOf(draft)),
        [LifecycleAction.Submit] = async (caller, draft) => await caller.PostAsync($"{PathOf(draft)}/submit", await draft.AcceptedAsync(), TagOf(draft)),
        [LifecycleAction.Recall] = (caller, draft) => caller.PostAsync($"{PathOf(draft)}/recall", new JsonObject(), TagOf(draft)),
        [LifecycleAction.Discard] = (caller, draft) => caller.SendAsync("DELETE", PathOf(draft), null, TagOf(draft)),
        [LifecycleAction.Claim] = (caller, draft) => caller.PostAsync($"/api/reviews/{draft.Id}/claim", null),
        [LifecycleAction.Release] = (caller, draft) => caller.PostAsync($"/api/reviews/{draft.Id}/release", null),
        [LifecycleAction.Publish] = (caller, draft) => DecideAsync(caller, draft, "publish"),
        [LifecycleAction.RequestChanges] = (caller, draft) => DecideAsync(caller, draft, "requestChanges"),
        [LifecycleAction.Reject] = (caller, draft) => DecideAsync(caller, draft, "reject"),
    };

    private static string PathOf(Drafted draft) => $"/api/submissions/{draft.Id}";

    private static (string, string) TagOf(Drafted draft) => ("If-Match", draft.Tag);

    private static Task<Reply> DecideAsync(Session caller, Drafted draft, string decision) =>
        caller.PostAsync($"/api/reviews/{draft.Id}/decision", new JsonObject { ["decision"] = decision, ["version"] = 1, ["reason"] = "请补充计价依据。" });
}
