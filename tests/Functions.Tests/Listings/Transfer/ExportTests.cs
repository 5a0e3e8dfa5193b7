using System.Text;
using System.Text.Json;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Catalogue;

namespace Marketplace.Functions.Tests.Listings.Transfer;

[Collection(ReadsCatalogue.Name)]
public sealed class ExportTests(CatalogueApp catalogue)
{
    [Fact]
    public async Task A_spreadsheet_shows_every_entry_on_a_line_of_its_own()
    {
        var answer = (await catalogue.App.As(Actor.GovUser).GetAsync("/api/listings/export")).Expect(200);
        Assert.Equal("text/csv; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal("attachment; filename=\"listings.csv\"", answer.Header("Content-Disposition"));
        Assert.True(answer.Body.Span.StartsWith(Encoding.UTF8.GetPreamble()));
        var rows = CsvReader.Read(Encoding.UTF8.GetString(answer.Body.Span[3..]));
        Assert.Equal(["编号", "清单", "名称"], rows[0].Take(3));
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.Equal(catalogue.Where(_ => true), rows.Skip(1).Select(row => row[0]).Order(StringComparer.Ordinal));

        var (row, line) = (rows.Single(row => row[0] == catalogue.Ids["product-01"]), CatalogueFile.SampleProducts[0]);
        Assert.Equal(
            ["服务商产品", $"{line["name"]}", $"{line["summary"]}", "4401", "广州市", "", $"{line["vendorName"]}", $"{line["vendor"]}", "服务机制"],
            row.Skip(1).Take(9));
    }

    [Fact]
    public async Task A_spreadsheet_speaks_the_callers_language()
    {
        var answer = await catalogue.App.As(Actor.Operator).GetAsync("/api/listings/export?kind=capability", ("Accept-Language", "en"));
        var rows = CsvReader.Read(Encoding.UTF8.GetString(answer.Expect(200).Body.Span[3..]));
        Assert.Equal(["Id", "Kind", "Name"], rows[0].Take(3));
        Assert.Equal(28, rows.Count - 1);
        Assert.All(rows.Skip(1), row => Assert.Equal("Public capabilities", row[1]));
    }

    [Fact]
    public async Task Json_holds_the_items_of_the_list()
    {
        var answer = (await catalogue.App.As(Actor.GovUser).GetAsync("/api/listings/export?format=json&region=4403&sort=name")).Expect(200);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        var items = answer.Json.EnumerateArray().ToList();
        var page = await catalogue.Public.GetAsync("/api/listings?region=4403&sort=name&limit=100");
        Assert.Equal(page["items"].EnumerateArray().Select(item => item.GetRawText()), items.Select(item => item.GetRawText()));
        Assert.DoesNotContain("020-", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_nothing_is_an_empty_list()
    {
        Assert.Empty((await catalogue.App.As(Actor.GovUser).GetAsync("/api/listings/export?format=json&kind=case&reuseModel=subscription"))
            .Expect(200).Json.EnumerateArray());
        Assert.Single(CsvReader.Read((await catalogue.App.As(Actor.GovUser).GetAsync("/api/listings/export?kind=case&reuseModel=subscription")).Text));
    }

    [Fact]
    public async Task An_export_takes_no_pages_and_known_formats_only()
    {
        (await catalogue.App.As(Actor.GovUser).GetAsync("/api/listings/export?limit=5")).ExpectProblem(400, "invalid", "limit:unknownField");
        (await catalogue.App.As(Actor.GovUser).GetAsync("/api/listings/export?format=xlsx")).ExpectProblem(400, "invalid", "format:unknownCode");
    }
}
