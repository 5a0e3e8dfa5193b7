using System.Text.Json.Nodes;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Content;

public sealed class KindRulesTests
{
    [Theory]
    [InlineData("department", "null", "department:required")]
    [InlineData("practices", "null", "practices:required")]
    [InlineData("results", "\" \"", "results:required")]
    [InlineData("launchedOn", "\"2025-02-30\"", "launchedOn:invalidFormat")]
    [InlineData("category", "\"业务应用\"", "category:unknownField")]
    [InlineData("vendor", "\"91440100EXAMPLE119\"", "vendor:unknownField")]
    [InlineData("linkedListings", "[null]", "linkedListings[0]:required")]
    public void A_case_says_what_was_done_and_what_came_of_it(string field, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Case().WithJson(field, json)));

    [Theory]
    [InlineData("vendor", "null", "vendor:required")]
    [InlineData("vendor", "\"91440100EXAMPLE110\"", "vendor:invalidFormat")]
    [InlineData("vendor", "\"91440100EXAMPLEI19\"", "vendor:lookAlike")]
    [InlineData("vendor", "\"9144O100EXAMPLE119\"", "vendor:lookAlike")]
    [InlineData("vendor", "\"914401A0EXAMPLE119\"", "vendor:wrongCharacter")]
    [InlineData("vendorName", "null", "vendorName:required")]
    [InlineData("vendorName", "\"商\"", "vendorName:tooShort")]
    [InlineData("serviceContent", "null", "serviceContent:required")]
    [InlineData("deploymentModes", "null", "deploymentModes:required")]
    [InlineData("deploymentModes", "[]", "deploymentModes:required")]
    [InlineData("deploymentModes", "[\"publicCloud\",\"publicCloud\"]", "deploymentModes[1]:duplicate")]
    [InlineData("deploymentModes", "[\"moon\"]", "deploymentModes[0]:unknownCode")]
    [InlineData("intellectualProperty", "[null]", "intellectualProperty[0]:required")]
    [InlineData("intellectualProperty", "[{\"number\":\"2025SR01\",\"title\":\"软件\"}]", "intellectualProperty[0].kind:required")]
    [InlineData("intellectualProperty", "[{\"kind\":\"patent\",\"title\":\"软件\"}]", "intellectualProperty[0].number:required")]
    [InlineData("intellectualProperty", "[{\"kind\":\"patent\",\"number\":\"1\"}]", "intellectualProperty[0].title:required")]
    [InlineData("intellectualProperty", "[{\"kind\":\"trust\",\"number\":\"1\",\"title\":\"软件\"}]", "intellectualProperty[0].kind:unknownCode")]
    [InlineData("compatibility", "{\"cpu\":[\"\"]}", "compatibility.cpu[0]:required")]
    [InlineData("compatibility", "{\"gpu\":[\"x\"]}", "compatibility.gpu:unknownField")]
    [InlineData("reuseModel", "null", "reuseModel:required")]
    [InlineData("reuseModel", "\"rent\"", "reuseModel:unknownCode")]
    [InlineData("pricing", "null", "pricing:required")]
    public void A_product_says_whose_it_is_and_what_it_contains(string field, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Product().WithJson(field, json)));

    [Theory]
    [InlineData("category", "null", "category:required")]
    [InlineData("constructionMode", "null", "constructionMode:required")]
    [InlineData("requirement", "\"optional\"", "requirement:unknownCode")]
    [InlineData("duties", "[null]", "duties[0]:required")]
    [InlineData("duties", "[{\"text\":\"做\",\"appliesTo\":\"all\"}]", "duties[0].id:required")]
    [InlineData("duties", "[{\"id\":\"D1\",\"text\":\"做\",\"appliesTo\":\"all\"}]", "duties[0].id:invalidFormat")]
    [InlineData("duties", "[{\"id\":\"d1\",\"appliesTo\":\"all\"}]", "duties[0].text:required")]
    [InlineData("duties", "[{\"id\":\"d1\",\"text\":\"做\"}]", "duties[0].appliesTo:required")]
    [InlineData("duties", "[{\"id\":\"d1\",\"text\":\"做\",\"appliesTo\":\"all\",\"timeLimitHours\":0}]", "duties[0].timeLimitHours:outOfRange")]
    [InlineData("duties", "[{\"id\":\"d1\",\"text\":\"做\",\"appliesTo\":\"all\",\"timeLimitHours\":8761}]", "duties[0].timeLimitHours:outOfRange")]
    [InlineData("duties", "[{\"id\":\"d1\",\"text\":\"做\",\"appliesTo\":\"all\"},{\"id\":\"d1\",\"text\":\"做\",\"appliesTo\":\"all\"}]", "duties[1]:duplicate")]
    public void A_capability_says_how_it_is_built_and_what_cities_owe(string field, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Capability().WithJson(field, json)));

    [Theory]
    [InlineData("case", "practices", 20_000)]
    [InlineData("case", "results", 20_000)]
    [InlineData("case", "constructionMode", 100)]
    [InlineData("product", "serviceContent", 20_000)]
    [InlineData("product", "vendorName", 80)]
    [InlineData("capability", "category", 60)]
    [InlineData("capability", "subcategory", 60)]
    [InlineData("capability", "constructionMode", 100)]
    [InlineData("capability", "operation", 100)]
    [InlineData("capability", "howToApply", 4_000)]
    [InlineData("capability", "howToIntegrate", 4_000)]
    public void Texts_end_at_their_limits(string kind, string field, int most)
    {
        Assert.Empty(RuleBook.Check(Entry.Of(kind).With(field, new string('字', most))));
        Assert.Equal([$"{field}:tooLong"], RuleBook.Check(Entry.Of(kind).With(field, new string('字', most + 1))));
    }

    [Fact]
    public void Lists_end_at_their_limits()
    {
        Assert.Equal(["duties:tooLong"],
            RuleBook.Check(Entry.Capability().With("duties", Many(51, i => new JsonObject { ["id"] = $"d{i}", ["text"] = "做", ["appliesTo"] = "all" }))));
        Assert.Equal(["intellectualProperty:tooLong"], RuleBook.Check(Entry.Product()
            .With("intellectualProperty", Many(51, i => new JsonObject { ["kind"] = "other", ["number"] = $"{i}", ["title"] = "权" }))));
        Assert.Equal(["compatibility.os:tooLong"], RuleBook.Check(Entry.Product().With("compatibility.os", Many(21, i => $"系统{i}"))));
    }

    private static JsonArray Many(int count, Func<int, JsonNode> item) => new([.. Enumerable.Range(0, count).Select(item)]);
}
