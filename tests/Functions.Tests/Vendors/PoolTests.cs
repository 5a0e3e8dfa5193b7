using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.Pool;
using Marketplace.Functions.Vendors.State;
using Marketplace.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Vendors;

/// <summary>The resource pool follows listings and vendors.</summary>
[Collection(SharesWorkshop.Name)]
public sealed class PoolTests(WorkshopApp workshop)
{
    private readonly string _word = WorkshopApp.NewWord();
    private readonly string _code = VendorSteps.NewCode();

    private TestApp App => workshop.App;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Session Public => App.As(Actor.Anonymous);

    [Fact]
    public async Task A_vendor_is_in_the_pool_while_a_product_of_it_is_published()
    {
        await App.GivenVendorAsync(_code, VendorSteps.Profile($"{_word}公司"));
        await App.Projected();
        Assert.Empty((await Public.GetAsync($"/api/vendors?q={_word}")).Expect(200).Ids);

        var ids = await GivenAsync(Product(), Product());
        Assert.Equal([(_code, $"{_word}公司", 2)], await FoundAsync(Public));
        await MoveAsync(ids[0], "suspend");
        Assert.Equal([(_code, $"{_word}公司", 1)], await FoundAsync(Public));
        await MoveAsync(ids[0], "resume");
        Assert.Equal([(_code, $"{_word}公司", 2)], await FoundAsync(Public));
        foreach (var id in ids)
        {
            await MoveAsync(id, "withdraw");
        }

        Assert.Empty(await FoundAsync(Public));
    }

    [Fact]
    public async Task A_vendor_that_has_not_signed_up_shows_the_name_and_region_beside_its_newest_product()
    {
        await GivenAsync(
            Product().With("vendorName", $"{_word}旧名").With("publishedAt", "2026-01-01T00:00:00Z").With("region", "4401"),
            Product().With("vendorName", $"{_word}新名").With("publishedAt", "2026-02-01T00:00:00Z").With("region", "4403"));
        Assert.Equal([(_code, $"{_word}新名", 2)], await FoundAsync(Public));
        var item = (await Public.GetAsync($"/api/vendors?q={_word}"))["items"][0];
        Assert.Equal(("4403", "深圳市", false),
            (item.GetProperty("region").Text("code"), item.GetProperty("region").Text("name"), item.GetProperty("isVerified").GetBoolean()));
        Assert.False(item.TryGetProperty("sizeClass", out _));

        await App.GivenVendorAsync(_code, VendorSteps.Profile($"{_word}公司", region: "4404"));
        await App.Projected();
        Assert.Equal([(_code, $"{_word}公司", 2)], await FoundAsync(Public));
    }

    [Fact]
    public async Task Nothing_tells_the_public_of_products_for_the_government()
    {
        await GivenAsync(Product().With("audience", "government").With("vendorName", $"{_word}内部"));
        Assert.Empty(await FoundAsync(Public));
        Assert.Equal([(_code, $"{_word}内部", 1)], await FoundAsync(App.As(Actor.GovUser)));
        (await Public.GetAsync($"/api/vendors/{_code}")).ExpectProblem(404, "notFound");
        Assert.Equal(1, (await App.As(Actor.GovUser).GetAsync($"/api/vendors/{_code}")).Expect(200)["productsTotal"].GetInt32());

        await App.Given(Product().With("externalId", $"{_word}-more").With("vendorName", $"{_word}公开").With("publishedAt", "2025-01-01T00:00:00Z"));
        await App.Projected();
        Assert.Equal([(_code, $"{_word}公开", 1)], await FoundAsync(Public));
        Assert.Equal([(_code, $"{_word}内部", 2)], await FoundAsync(App.As(Actor.GovUser)));
        Assert.Equal(1, (await Public.GetAsync($"/api/vendors/{_code}")).Expect(200)["productsTotal"].GetInt32());
    }

    [Fact]
    public async Task A_product_that_goes_to_another_vendor_leaves_the_first()
    {
        var other = VendorSteps.NewCode();
        await App.Given(Product().With("externalId", $"{_word}-moved"));
        await App.Projected();
        await App.Given(Product().With("externalId", $"{_word}-moved").With("vendor", other));
        await App.Projected();
        Assert.Equal([(other, $"{_word}商", 1)], await FoundAsync(Public));
    }

    [Fact]
    public async Task A_suspended_vendor_leaves_the_pool_and_the_public_until_it_is_resumed()
    {
        await App.GivenVendorAsync(_code, VendorSteps.Profile($"{_word}公司"));
        await GivenAsync(Product());
        (await App.MoveVendorAsync(Actor.Reviewer, _code, "suspend", version: 1, reason: "资质过期")).Expect(200);
        await App.Projected();
        Assert.Empty(await FoundAsync(App.As(Actor.GovUser)));
        (await Public.GetAsync($"/api/vendors/{_code}")).ExpectProblem(404, "notFound");
        Assert.Equal("资质过期", (await App.As(Actor.GovUser).GetAsync($"/api/vendors/{_code}")).Expect(200)["suspension"].Text("reason"));

        (await App.MoveVendorAsync(Actor.Reviewer, _code, "resume", version: 2)).Expect(200);
        await App.Projected();
        Assert.Single(await FoundAsync(Public));
        Assert.False((await Public.GetAsync($"/api/vendors/{_code}")).Expect(200).Json.TryGetProperty("version", out _));
    }

    [Fact]
    public async Task Filters_and_orders_agree_on_every_page()
    {
        var codes = new List<string>();
        foreach (var (index, region) in new[] { "4401", "440103", "4403", "44", "440106" }.Index())
        {
            codes.Add(VendorSteps.NewCode());
            await App.GivenVendorAsync(codes[index], VendorSteps.Profile($"{_word}{(char)('e' - index)}公司", region)
                .With("sizeClass", index % 2 == 0 ? "small" : "large"));
            await App.Given(Product().With("vendor", codes[index]).With("externalId", $"{_word}-{index}")
                .With("publishedAt", $"2026-0{index + 1}-01T00:00:00Z"));
        }

        await App.RequestedAsync(codes[1]);
        (await App.DecideAsync(Actor.Reviewer, codes[1], "accept", version: 2)).Expect(200);
        await App.Projected();

        Assert.Equal(Enumerable.Reverse(codes), await Public.WalkAsync($"/api/vendors?q={_word.ToUpperInvariant()}&sort=name", 2));
        Assert.Equal(Enumerable.Reverse(codes), await Public.WalkAsync($"/api/vendors?q={_word}", 1));
        Assert.Equal([codes[4], codes[1], codes[0]], (await Public.GetAsync($"/api/vendors?q={_word}&region=4401")).Ids);
        Assert.Equal([codes[3], codes[1]], (await Public.GetAsync($"/api/vendors?q={_word}&sizeClass=large,micro")).Ids);
        Assert.Equal([codes[1]], (await Public.GetAsync($"/api/vendors?q={_word}&verified=true")).Ids);
        (await Public.GetAsync("/api/vendors?region=99")).ExpectProblem(400, "invalid", "region:unknownCode");
        (await Public.GetAsync("/api/vendors?directory=main")).ExpectProblem(400, "invalid", "directory:unknownField");
    }

    [Fact]
    public async Task Many_changes_at_once_are_counted_right()
    {
        var store = App.Services.GetRequiredService<VendorPoolStore>();
        var pool = new VendorPool(store);
        var ids = await App.Given(WorkshopApp.Marked(_word, [.. Enumerable.Range(0, 12).Select(_ => Product())]));
        foreach (var id in ids.Take(5))
        {
            (await App.As(Actor.Reviewer).MoveAsync(id, "suspend")).Expect(200);
        }

        await Task.WhenAll(Enumerable.Range(0, 6).SelectMany(_ => ids.Select(id => pool.CatchUpAsync([$"listings/{id}"], Stop))));
        Assert.Equal([(_code, $"{_word}商", 7)], await FoundAsync(Public));
    }

    [Fact]
    public async Task A_rebuild_ends_at_the_same_table()
    {
        await using var app = await TestApp.StartAsync();
        var ids = await app.Given(Entry.Product("1").With("vendor", _code), Entry.Product("2").With("vendor", _code)
            .With("audience", "government"), Entry.Product("3"), Entry.Case());
        await app.GivenVendorAsync(_code);
        await app.GivenVendorAsync(VendorStage.AwaitingVerification);
        (await app.As(Actor.Reviewer).MoveAsync(ids[2], "withdraw")).Expect(200);
        await app.PumpAsync();
        await app.Projected();
        var table = app.Services.GetRequiredService<TableServiceClient>().GetTableClient(VendorPoolStore.TableName);
        var before = await DumpAsync(table);
        Assert.Equal(8, before.Count);

        await foreach (var row in table.QueryAsync(cancellationToken: Stop))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, Stop);
        }

        (await app.As(Actor.Operator).PostAsync("/api/operations/vendor-pool/rebuild", null)).Expect(202);
        await app.Projected();
        Assert.Equal(before, await DumpAsync(table));
    }

    private JsonObject Product() => Entry.Product().With("vendor", _code).With("vendorName", $"{_word}商");

    private async Task<IReadOnlyList<string>> GivenAsync(params JsonObject[] products)
    {
        var ids = await App.Given(WorkshopApp.Marked(_word, products));
        await App.Projected();
        return ids;
    }

    private async Task MoveAsync(string id, string move)
    {
        (await App.As(Actor.Reviewer).MoveAsync(id, move)).Expect(200);
        await App.Indexed();
        await App.Projected();
    }

    private async Task<IReadOnlyList<(string Id, string Name, int Products)>> FoundAsync(Session caller)
    {
        var page = (await caller.GetAsync($"/api/vendors?q={_word}")).Expect(200);
        Assert.Equal(page.Ids.Count, page.Total);
        return [.. page["items"].EnumerateArray().Select(item => (item.Text("id"), item.Text("name"), item.GetProperty("products").GetInt32()))];
    }

    private static async Task<IReadOnlyList<string>> DumpAsync(TableClient table)
    {
        var rows = new List<string>();
        await foreach (var row in table.QueryAsync(cancellationToken: Stop))
        {
            rows
                .Add(
                $"{row.RowKey} {string.Join(' ', row.Where(property => property.Key != "Timestamp").OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value}"))}");
        }

        return rows;
    }
}
