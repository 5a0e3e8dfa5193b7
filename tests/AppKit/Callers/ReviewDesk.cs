using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.AppKit.Callers;

/// <summary>A reviewer who works through the queue of a region.</summary>
public sealed class ReviewDesk(PatientClient client)
{
    /// <summary>Takes what waits and is in nobody else's hands, one after the other, and decides each as told.</summary>
    /// <param name="decide">From a name and a version to <c>publish</c>, <c>requestChanges</c> or <c>reject</c>; null leaves it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many were decided.</returns>
    public async Task<int> WorkAsync(Func<string, int, string?> decide, CancellationToken cancellationToken)
    {
        var decided = 0;
        var queue = (await client.GetAsync("/api/reviews?state=inReview&limit=100", cancellationToken)).Good();
        foreach (var item in queue["items"].EnumerateArray().Where(IsFree))
        {
            if (await DecideAsync(item.GetProperty("id").GetString()!, decide, cancellationToken))
            {
                decided++;
            }
        }

        return decided;
    }

    /// <summary>Claims one and decides it; false when somebody else was first, or it went on.</summary>
    public async Task<bool> DecideAsync(string id, Func<string, int, string?> decide, CancellationToken cancellationToken)
    {
        var claimed = await client.PostAsync($"/api/reviews/{id}/claim", null, cancellationToken);
        if (!claimed.IsGood || claimed["state"].GetString() != "inReview")
        {
            return false;
        }

        var version = claimed["version"].GetInt32();
        if (decide(claimed["content"].GetProperty("name").GetString()!, version) is not { } decision)
        {
            return false;
        }

        var body = new JsonObject { ["decision"] = decision, ["version"] = version };
        if (decision != "publish")
        {
            body["reason"] = "请按意见修改。";
        }

        return (await client.PostAsync($"/api/reviews/{id}/decision", body, cancellationToken)).IsGood;
    }

    private static bool IsFree(JsonElement item) => !item.TryGetProperty("claim", out var claim) || claim.ValueKind is JsonValueKind.Null
        || claim.GetProperty("mine").GetBoolean();
}
