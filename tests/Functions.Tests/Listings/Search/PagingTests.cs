using Marketplace.AppKit.Callers;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting;
using Marketplace.Hosting.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Listings.Search;

[Collection(ReadsCatalogue.Name)]
public sealed class PagingTests(CatalogueApp catalogue)
{
    /// <summary>What a cursor of an unfiltered search is bound to.</summary>
    private const string Route = "/api/listings";

    [Theory]
    [InlineData("", 17)]
    [InlineData("?kind=product", 1)]
    [InlineData("?theme=governance&sort=name", 7)]
    [InlineData("?region=44&sort=attention", 19)]
    [InlineData("?q=%E5%B9%B3%E5%8F%B0", 11)]
    [InlineData("?q=%E6%95%B0%E6%8D%AE&kind=case&sort=newest", 9)]
    public async Task Pages_show_every_entry_once_to_the_end(string filters, int limit)
    {
        var ids = await catalogue.Public.WalkAsync($"/api/listings{filters}", limit);
        Assert.Distinct(ids);
        Assert.NotEmpty(ids);
    }

    [Fact]
    public async Task A_cursor_works_with_another_page_size_and_the_filters_in_another_order()
    {
        var first = (await catalogue.Public.GetAsync("/api/listings?kind=case&theme=services&theme=data&limit=5")).Expect(200);
        var next = (await catalogue.Public.GetAsync($"/api/listings?cursor={first["nextCursor"].GetString()}&theme=data,services&kind=case&limit=50"))
            .Expect(200);
        Assert.Empty(first.Ids.Intersect(next.Ids));
        Assert.Equal(first.Total, next.Total);
    }

    [Fact]
    public async Task The_link_header_leads_to_the_next_page()
    {
        var first = (await catalogue.Public.GetAsync("/api/listings?kind=case&limit=5")).Expect(200);
        var link = first.Header("Link")!;
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        var next = (await catalogue.Public.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)])).Expect(200);
        Assert.Equal(5, next.Ids.Count);
        Assert.Empty(first.Ids.Intersect(next.Ids));
    }

    [Theory]
    [InlineData("kind=case")]
    [InlineData("q=app")]
    [InlineData("sort=name")]
    [InlineData("facets=kind")]
    public async Task A_cursor_made_for_other_filters_is_refused(string other)
    {
        var cursor = (await catalogue.Public.GetAsync("/api/listings?kind=product&limit=5"))["nextCursor"].GetString();
        (await catalogue.Public.GetAsync($"/api/listings?{other}&limit=5&cursor={cursor}")).ExpectProblem(400, "invalidCursor", "cursor:invalidCursor");
    }

    [Fact]
    public async Task A_changed_or_foreign_cursor_is_refused()
    {
        var cursor = (await catalogue.Public.GetAsync("/api/listings?limit=5"))["nextCursor"].GetString()!;
        var foreign = new CursorCodec([Enumerable.Repeat((byte)7, 32).ToArray()]);
        var own = catalogue.App.Services.GetRequiredService<CursorCodec>();
        string[] refused =
        [
            "x", "====", cursor[..^1], $"{cursor}A", $"{cursor}=", Flip(cursor, 1), Flip(cursor, cursor.Length / 2), new string('A', 5000),
            foreign.Protect("0", Route), own.Protect("0", "/api/elsewhere"), own.Protect("not a place of this engine", Route),
        ];
        foreach (var text in refused)
        {
            (await catalogue.Public.GetAsync($"/api/listings?limit=5&cursor={text}")).ExpectProblem(400, "invalidCursor", "cursor:invalidCursor");
        }
    }

    private static string Flip(string cursor, int at) => $"{cursor[..at]}{(cursor[at] == 'A' ? 'B' : 'A')}{cursor[(at + 1)..]}";
}
