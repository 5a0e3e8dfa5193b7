using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>What a newcomer does after ./run.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public async Task The_shipped_catalogue_is_imported_found_and_imported_again_unchanged()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var instance = await MarketplaceInstance.StartAsync(stop);
        var token = await instance.TokenAsync("operator");
        var imported = 0;
        foreach (var file in Directory.GetFiles(RepoRoot.Combine("functions", "Catalogue"), "*.ndjson"))
        {
            var lines = await File.ReadAllLinesAsync(file, stop);
            var report = await instance.ImportedAsync(lines, token);
            Assert.Equal(lines.Length, report.GetProperty("created").GetInt32() + report.GetProperty("unchanged").GetInt32());
            imported += lines.Length;
        }

        await Eventually.TrueAsync(async () => await instance.TotalAsync() == imported, cancellationToken: stop);
        Assert.Equal(28, await instance.TotalAsync("&kind=capability"));
        Assert.True(await instance.TotalAsync("&kind=case") >= 90);
        Assert.True(await instance.TotalAsync("&kind=product") >= 40);
        Assert.True(await instance.TotalAsync("&q=%E7%94%B5%E5%AD%90%E8%AF%81%E7%85%A7") > 0);

        foreach (var file in Directory.GetFiles(RepoRoot.Combine("functions", "Catalogue"), "*.ndjson"))
        {
            var lines = await File.ReadAllLinesAsync(file, stop);
            var report = await instance.ImportedAsync(lines, token);
            Assert.Equal(lines.Length, report.GetProperty("unchanged").GetInt32());
        }
    }

    [Fact]
    public async Task What_is_suspended_leaves_the_results_and_what_is_resumed_comes_back()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var instance = await MarketplaceInstance.StartAsync(stop);
        var report = await instance.ImportedAsync([Sample.Case(1)], await instance.TokenAsync("operator"));
        var id = report.GetProperty("lines")[0].GetProperty("id").GetString();
        await Eventually.TrueAsync(async () => await instance.TotalAsync() == 1, cancellationToken: stop);

        var reviewer = await instance.TokenAsync("gov.reviewer", ("region", "44"));
        Assert.NotNull(await instance.SendAsync(HttpMethod.Post, $"/api/listings/{id}/suspend", Reason(), reviewer, ("If-Match", "\"1\"")));
        await Eventually.TrueAsync(async () => await instance.TotalAsync() == 0, cancellationToken: stop);

        Assert.NotNull(await instance.SendAsync(HttpMethod.Post, $"/api/listings/{id}/resume", Reason(), reviewer, ("If-Match", "\"2\"")));
        await Eventually.TrueAsync(async () => await instance.TotalAsync() == 1, cancellationToken: stop);
    }

    private static StringContent Reason() => new("""{"reason":"核实内容"}""", System.Text.Encoding.UTF8, "application/json");
}
