using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>The index is made anew while it is used.</summary>
public sealed class RebuildTests
{
    [Fact]
    public async Task A_rebuild_under_load_fails_no_request_and_loses_no_change()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var instance = await MarketplaceInstance.StartAsync(stop);
        var token = await instance.TokenAsync("operator");
        await instance.ImportedAsync(Enumerable.Range(0, 300).Select(number => Sample.Case(number)), token);
        await Eventually.TrueAsync(async () => await instance.TotalAsync() == 300, cancellationToken: stop);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var searches = Enumerable.Range(0, 4).Select(_ => SearchUntilAsync(instance, ended.Token)).ToList();
        Assert.NotNull(await instance.SendAsync(HttpMethod.Post, "/api/operations/index/rebuild", null, token));
        var meanwhile = await instance.ImportedAsync(Enumerable.Range(250, 100).Select(number => Sample.Case(number, "第二版")), token);
        Assert.Equal(0, meanwhile.GetProperty("failed").GetInt32());
        await Eventually.TrueAsync(async () => await instance.TotalAsync() == 350, cancellationToken: stop);
        await Eventually.TrueAsync(async () => await instance.TotalAsync("&q=%22%E7%AC%AC%E4%BA%8C%E7%89%88%22") == 100, cancellationToken: stop);
        await ended.CancelAsync();
        var answers = await Task.WhenAll(searches);
        Assert.All(answers, answer => Assert.True(answer.Count > 0));
        Assert.All(answers, answer => Assert.Equal(0, answer.Failures));
    }

    private static async Task<(int Count, int Failures)> SearchUntilAsync(MarketplaceInstance instance, CancellationToken ended)
    {
        var (count, failures) = (0, 0);
        while (!ended.IsCancellationRequested)
        {
            var total = await instance.TotalAsync();
            count++;
            if (total < 300)
            {
                failures++;
            }
        }

        return (count, failures);
    }
}
