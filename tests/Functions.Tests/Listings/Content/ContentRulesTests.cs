using System.Text.Json.Nodes;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Content;

public sealed class ContentRulesTests
{
    [Theory]
    [InlineData("case")]
    [InlineData("product")]
    [InlineData("capability")]
    public void A_complete_entry_is_in_order(string kind) => Assert.Empty(RuleBook.Check(Entry.Of(kind)));

    [Theory]
    [InlineData("name", "null", "name:required")]
    [InlineData("name", "\" \"", "name:required")]
    [InlineData("name", "\"一\"", "name:tooShort")]
    [InlineData("name", "\"一\\n二\"", "name:invalidFormat")]
    [InlineData("summary", "null", "summary:required")]
    [InlineData("summary", "\"\"", "summary:required")]
    [InlineData("themes", "null", "themes:required")]
    [InlineData("themes", "[]", "themes:required")]
    [InlineData("themes", "[null]", "themes[0]:required")]
    [InlineData("themes", "[\"services\",\"nowhere\"]", "themes[1]:unknownCode")]
    [InlineData("themes", "[\"services\",\"data\",\"services\"]", "themes[2]:duplicate")]
    [InlineData("themes", "[\"services\",\"data\",\"security\",\"operations\",\"foundation\",\"governance\"]", "themes:tooLong")]
    [InlineData("region", "null", "region:required")]
    [InlineData("region", "\"4499\"", "region:unknownCode")]
    [InlineData("region", "\"440\"", "region:unknownCode")]
    [InlineData("department", "\"没有这个部门\"", "department:unknownCode")]
    [InlineData("tags", "[\"一\",null]", "tags[1]:required")]
    [InlineData("tags", "[\"\"]", "tags[0]:required")]
    [InlineData("tags", "[\"一二三四五六七八九十一二三四五六七八九十一\"]", "tags[0]:tooLong")]
    [InlineData("tags", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]", "tags:tooLong")]
    [InlineData("contact", "{}", "contact.name:required")]
    [InlineData("contact", "{\"name\":\"张三\",\"phone\":\"8313\"}", "contact.phone:invalidFormat")]
    [InlineData("contact", "{\"name\":\"张三\",\"phone\":\"020-8313零\"}", "contact.phone:invalidFormat")]
    [InlineData("contact", "{\"name\":\"张三\",\"phone\":\"-------\"}", "contact.phone:invalidFormat")]
    [InlineData("contact", "{\"name\":\"张三\",\"email\":\"zhang\"}", "contact.email:invalidFormat")]
    [InlineData("contact", "{\"name\":\"张三\",\"email\":\"@example.cn\"}", "contact.email:invalidFormat")]
    [InlineData("contact", "{\"name\":\"张三\",\"email\":\"a@b@example.cn\"}", "contact.email:invalidFormat")]
    [InlineData("contact", "{\"name\":\"张三\",\"email\":\"zhang@example\"}", "contact.email:invalidFormat")]
    [InlineData("contact", "{\"name\":\"张三\",\"email\":\"zhang san@example.cn\"}", "contact.email:invalidFormat")]
    [InlineData("audience", "\"nobody\"", "audience:unknownCode")]
    [InlineData("description", "5", "description:invalidFormat")]
    [InlineData("colour", "\"red\"", "colour:unknownField")]
    public void What_every_entry_says_is_checked(string field, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Capability().WithJson(field, json)));

    [Theory]
    [InlineData("contact", "{\"name\":\"张三\",\"phone\":\"+86 (020) 8313-0000\",\"email\":\"zhang.san@example.gov.cn\"}")]
    [InlineData("themes", "[\"services\",\"data\",\"security\",\"operations\",\"foundation\"]")]
    [InlineData("tags", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\"]")]
    [InlineData("department", "\"广东省政务服务和数据管理局\"")]
    [InlineData("department", "null")]
    [InlineData("audience", "\"government\"")]
    [InlineData("region", "\"440103\"")]
    public void What_lies_within_the_limits_is_taken(string field, string json) => Assert.Empty(RuleBook.Check(Entry.Capability().WithJson(field, json)));

    [Theory]
    [InlineData("name", 80)]
    [InlineData("summary", 300)]
    [InlineData("description", 20_000)]
    public void Lengths_count_scalar_values(string field, int most)
    {
        // One scalar value each, but two UTF-16 units: 𠮷 is outside the basic plane.
        Assert.Empty(RuleBook.Check(Entry.Case().With(field, Repeat("𠮷", most))));
        Assert.Equal([$"{field}:tooLong"], RuleBook.Check(Entry.Case().With(field, Repeat("𠮷", most + 1))));
    }

    [Fact]
    public void Lengths_count_composed_characters() => Assert.Empty(RuleBook.Check(Entry.Case().With("name", Repeat("e\u0301", 80))));

    [Fact]
    public void A_description_may_have_line_breaks_but_no_other_controls()
    {
        Assert.Empty(RuleBook.Check(Entry.Case().With("description", "第一行\r\n第二行")));
        Assert.NotEmpty(RuleBook.Check(Entry.Case().With("description", "第一行\u0007")));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        ["name:tooShort", "summary:required", "region:unknownCode", "practices:required"],
        RuleBook.Check(Entry.Case().With("name", "一").With("summary", null).With("region", "00").With("practices", null)));

    [Fact]
    public void Links_are_few_and_stated_once()
    {
        Assert.Equal(["linkedListings[1]:duplicate"], RuleBook.Check(Entry.Case().With("linkedListings", new JsonArray("tests/a", "tests/a"))));
        Assert.Equal(["linkedListings:tooLong"],
            RuleBook.Check(Entry.Product().With("linkedListings", new JsonArray([.. Enumerable.Range(0, 51).Select(i => (JsonNode)$"tests/{i}")]))));
    }

    internal static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
