using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Access;

/// <summary>
/// No number reveals a hidden entry: to somebody who may not see them, an instance with hidden entries answers like one that
/// never had any.
/// </summary>
public sealed class HiddenEntriesTests
{
    private const int Batches = 4;
    private const int QueriesPerBatch = 60;

    private static readonly string[] Words = ["城市", "运行", "数据", "平台", "审批", "办事", "指南", "认证", "cloud", "gis"];
    private static readonly string[] Themes = ["services.mechanisms", "services.channels", "governance.platforms", "data.use"];
    private static readonly string[] Regions = ["44", "4401", "440103", "4403"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Outsiders_get_the_same_numbers_with_and_without_hidden_entries(int seed)
    {
        var random = new Random(seed);
        await using var full = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        await using var open = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        for (var batch = 0; batch < Batches; batch++)
        {
            var entries = Enumerable.Range(0, 12).Select(i => RandomEntry(random, $"{batch}-{i}")).ToList();
            await full.Given(entries);
            await open.Given([.. entries.Where(entry => !entry.ContainsKey("audience"))]);
            for (var i = 0; i < QueriesPerBatch; i++)
            {
                var query = RandomQuery(random);
                var actor = Actor.Each[random.Next(2) == 0 ? 0 : 3];
                var (some, all) = (await open.As(actor).GetAsync(query), await full.As(actor).GetAsync(query));
                Assert.Equal($"{query}\n{Numbers(some.Expect(200))}", $"{query}\n{Numbers(all.Expect(200))}");
            }
        }

        Assert.True((await full.As(Actor.GovUser).GetAsync("/api/listings")).Total > (await full.As(Actor.Anonymous).GetAsync("/api/listings")).Total);
    }

    private static JsonObject RandomEntry(Random random, string id)
    {
        var name = string.Concat(Enumerable.Range(0, 3).Select(_ => Pick(random, Words)));
        var entry = (random.Next(2) == 0 ? Entry.Case(id) : Entry.Product(id).WithPricing(random.Next(2) == 0 ? "standardFree" : "lowDiscount"))
            .With("name", name).With("summary", Pick(random, Words)).With("themes", new JsonArray(Pick(random, Themes))).With("region", Pick(random, Regions));
        return random.Next(3) == 0 ? entry.With("audience", "government") : entry;
    }

    private static string RandomQuery(Random random)
    {
        if (random.Next(5) == 0)
        {
            return $"/api/listings/suggest?q={Uri.EscapeDataString(Pick(random, Words))}";
        }

        var parts = new List<string> { "limit=100", "facets=kind,region,theme,reuseModel,department" };
        if (random.Next(3) > 0)
        {
            parts
                .Add(
                $"q={Uri.EscapeDataString(string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(6) == 0 ? "-" : "") + Pick(random, Words))))}");
        }

        if (random.Next(3) == 0)
        {
            parts.Add($"region={Pick(random, Regions)}");
        }

        if (random.Next(3) == 0)
        {
            parts.Add($"theme={Pick(random, Themes)}");
        }

        if (random.Next(4) == 0)
        {
            parts.Add("kind=product");
        }

        return $"/api/listings?{string.Join('&', parts)}";
    }

    /// <summary>All that an answer tells but its order, which weighs words by how common they are in the whole index, and its times.</summary>
    private static string Numbers(Reply answer)
    {
        if (!answer.Json.TryGetProperty("total", out var total))
        {
            return string.Join('\n', answer["items"].EnumerateArray().Select(item => item.Text("text")).Order(StringComparer.Ordinal));
        }

        var facets = answer["facets"].EnumerateObject().SelectMany(facet =>
            facet.Value.EnumerateArray().Select(value => $"{facet.Name} {value.Text("value")} {value.GetProperty("count")}")).Order(StringComparer.Ordinal);
        return $"{total} {answer.Json.TryGetProperty("relaxed", out _)}\n{string.Join('\n', facets)}\n{string.Join('\n', answer.Ids.Order(StringComparer.Ordinal))}";
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
