using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Catalogue;

namespace Marketplace.Functions.Tests.Listings.Details;

[Collection(ReadsCatalogue.Name)]
public sealed class DetailTests(CatalogueApp catalogue)
{
    private static readonly HashSet<string> OfTheImport = ["source", "externalId", "kind", "publishedAt", "department", "contact"];

    [Theory]
    [InlineData("case", "local-guangzhou-1")]
    [InlineData("product", "product-01")]
    [InlineData("product", "product-02")]
    [InlineData("capability", "row-01")]
    public async Task An_entry_says_all_that_was_published(string kind, string externalId)
    {
        var line = CatalogueFile.All.Single(line => $"{line["externalId"]}" == externalId);
        var detail = (await catalogue.Public.GetAsync($"/api/listings/{catalogue.Ids[externalId]}")).Expect(200);
        var content = JsonNode.Parse(detail[kind].GetRawText())!;
        Assert.All(line.Where(member => !OfTheImport.Contains(member.Key)), member =>
            Assert.True(JsonNode.DeepEquals(member.Value, content[member.Key]), $"{member.Key}: {content[member.Key]}"));
        Assert.Equal((kind, $"{line["name"]}", 1), (detail.Json.Text("kind"), detail.Json.Text("name"), detail["version"].GetInt32()));
        Assert.Equal(line["publishedAt"]!.GetValue<DateTimeOffset>(), detail["publishedAt"].GetDateTimeOffset());
        Assert.DoesNotContain(new[] { "case", "product", "capability" }.Where(other => other != kind), other => detail.Json.TryGetProperty(other, out _));
    }

    [Fact]
    public async Task A_contact_is_announced_but_not_shown_to_the_public()
    {
        var detail = await catalogue.Public.GetAsync($"/api/listings/{catalogue.Ids["product-01"]}");
        Assert.True(detail["hasContact"].GetBoolean());
        Assert.DoesNotContain("020-00000001", detail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"contact\"", detail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_version_is_not_sent_again()
    {
        var path = $"/api/listings/{catalogue.Ids["row-01"]}";
        var tag = (await catalogue.Public.GetAsync(path)).Header("ETag")!;
        var again = (await catalogue.Public.GetAsync(path, ("If-None-Match", tag))).Expect(304);
        Assert.True(again.Body.IsEmpty);
        Assert.Equal(tag, again.Header("ETag"));
        (await catalogue.Public.GetAsync(path, ("If-None-Match", "\"other\""))).Expect(200);
    }

    [Theory]
    [InlineData("/api/listings")]
    [InlineData("/api/listings/suggest?q=a")]
    [InlineData("/api/listings/{id}")]
    [InlineData("/api/listings/{id}/versions")]
    [InlineData("/api/listings/{id}/related")]
    public async Task Head_answers_as_get_does_without_the_body(string path)
    {
        path = path.Replace("{id}", catalogue.Ids["row-01"], StringComparison.Ordinal);
        var (get, head) = (await catalogue.Public.GetAsync(path), await catalogue.Public.SendAsync("HEAD", path, null));
        Assert.Equal(200, head.Expect(200).Status);
        Assert.True(head.Body.IsEmpty);
        Assert.Equal(get.Header("ETag"), head.Header("ETag"));
        Assert.Equal(get.Header("Content-Type"), head.Header("Content-Type"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/versions")]
    [InlineData("/related")]
    public async Task What_does_not_exist_is_not_found(string part)
    {
        foreach (var id in new[] { new string('a', 26), "short", "UPPER", "%2e%2e", "..%2f..%2fsecret", "a%2fb", "%E6%B2%A1%E6%9C%89", new string('a', 300) })
        {
            (await catalogue.Public.GetAsync($"/api/listings/{id}{part}")).ExpectProblem(404, "notFound");
        }
    }

    [Fact]
    public async Task A_product_with_evidence_of_its_rights_has_priority()
    {
        foreach (var group in CatalogueFile.SampleProducts.GroupBy(line => line["intellectualProperty"]?.AsArray().Count > 0))
        {
            var detail = await catalogue.Public.GetAsync($"/api/listings/{catalogue.Ids[$"{group.First()["externalId"]}"]}");
            Assert.Equal(group.Key, detail["priority"].GetBoolean());
        }
    }
}
