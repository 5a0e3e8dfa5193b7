using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>Any process may die at any instruction: what was acknowledged stays, nothing is doubled, and the index tells the truth.</summary>
public sealed class KillTests
{
    private const int Rounds = 9;
    private const int LinesPerRound = 60;

    [Fact]
    public async Task Killing_app_host_and_storage_in_turn_loses_and_doubles_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var instance = await MarketplaceInstance.StartAsync(stop);
        var random = new Random(20261121);
        var token = await instance.TokenAsync("operator");
        var acknowledged = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var lines = Enumerable.Range(round * LinesPerRound, LinesPerRound).Select(number => Sample.Case(number)).ToList();
            var import = instance.ImportAsync(lines, token);
            await Task.Delay(random.Next(0, 400), stop);
            await KillAsync(instance, round, stop);
            Acknowledge(await import, acknowledged);
            await Eventually.TrueAsync(async () => await instance.StatusAsync("/api/health", stop) == System.Net.HttpStatusCode.OK, cancellationToken: stop);

            // Whatever became of it, repeating the import reaches the same end.
            await Eventually.TrueAsync(async () => Acknowledge(await instance.ImportAsync(lines, token), acknowledged), cancellationToken: stop);
        }

        Assert.Equal(Rounds * LinesPerRound, acknowledged.Count);
        var found = await Eventually.ResultAsync(
            async () =>
            {
                // On a slow machine a message may meet five of the nine kills and is then given up until an operator replays it.
                await instance.SendAsync(HttpMethod.Post, "/api/operations/poison/replay", null, token);
                return await PageThroughAsync(instance);
            },
            ids => ids.Count >= acknowledged.Count,
            stop,
            TimeSpan.FromMinutes(5));
        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Equal(acknowledged, found.ToHashSet());
    }

    private static async Task KillAsync(MarketplaceInstance instance, int round, CancellationToken stop)
    {
        switch (round % 3)
        {
            case 0:
                instance.KillApp();
                break;
            case 1:
                instance.KillHost();
                await instance.StartHostAsync(stop);
                break;
            default:
                await instance.KillStorageAsync(stop);
                break;
        }
    }

    private static bool Acknowledge(System.Text.Json.JsonElement? report, HashSet<string> acknowledged)
    {
        if (report is not { } answer || answer.GetProperty("failed").GetInt32() > 0)
        {
            return false;
        }

        foreach (var line in answer.GetProperty("lines").EnumerateArray())
        {
            acknowledged.Add(line.GetProperty("id").GetString()!);
        }

        return true;
    }

    private static async Task<List<string>> PageThroughAsync(MarketplaceInstance instance)
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await instance.GetAsync($"/api/listings?limit=100{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }

        return ids;
    }
}
