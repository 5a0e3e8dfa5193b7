using Marketplace.AppKit.Callers;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Http;

/// <summary>What clients get wrong in addresses: each is a problem with its status, code and field.</summary>
[Collection(ReadsCatalogue.Name)]
public sealed class BadQueryTests(CatalogueApp catalogue)
{
    [Theory]
    [InlineData("colour=red", "colour:unknownField")]
    [InlineData("Q=x", "Q:unknownField")]
    [InlineData("q=a&q=b", "q:duplicate")]
    [InlineData("limit=5&limit=5", "limit:duplicate")]
    [InlineData("limit=0", "limit:outOfRange")]
    [InlineData("limit=101", "limit:outOfRange")]
    [InlineData("limit=-1", "limit:outOfRange")]
    [InlineData("limit=2147483648", "limit:outOfRange")]
    [InlineData("limit=99999999999999999999", "limit:invalidFormat")]
    [InlineData("limit=abc", "limit:invalidFormat")]
    [InlineData("limit=1e1", "limit:invalidFormat")]
    [InlineData("limit=%EF%BC%95", "limit:invalidFormat")]
    [InlineData("kind=project", "kind:unknownCode")]
    [InlineData("kind=0", "kind:unknownCode")]
    [InlineData("kind=Case", "kind:unknownCode")]
    [InlineData("kind=case,", "kind:invalidFormat")]
    [InlineData("region=00", "region:unknownCode")]
    [InlineData("theme=services.nothing", "theme:unknownCode")]
    [InlineData("department=%E5%B9%BF%E4%B8%9C%E7%9C%81%E6%95%99%E8%82%B2%E5%8E%85", "department:unknownCode")]
    [InlineData("reuseModel=rent", "reuseModel:unknownCode")]
    [InlineData("vendor=91440100EXAMPLE110", "vendor:unknownCode")]
    [InlineData("sort=price", "sort:unknownCode")]
    [InlineData("facets=kind,vendor", "facets:unknownCode")]
    [InlineData("highlight=yes", "highlight:invalidFormat")]
    [InlineData("updatedSince=yesterday", "updatedSince:invalidFormat")]
    [InlineData("updatedSince=2026-01-01", "updatedSince:invalidFormat")]
    [InlineData("updatedSince=2026-01-01T00:00:00", "updatedSince:invalidFormat")]
    [InlineData("updatedSince=2026-02-30T00:00:00Z", "updatedSince:invalidFormat")]
    [InlineData("q=%FF", "q:invalidFormat")]
    [InlineData("q=%C0%AF", "q:invalidFormat")]
    [InlineData("q=%ED%A0%80", "q:invalidFormat")]
    [InlineData("q=%00", "q:invalidFormat")]
    [InlineData("q=a%0Ab", "q:invalidFormat")]
    [InlineData("q=%1B", "q:invalidFormat")]
    [InlineData("q=%7F", "q:invalidFormat")]
    [InlineData("q=%zz", "q:invalidFormat")]
    [InlineData("q=%", "q:invalidFormat")]
    [InlineData("%FF=x", "query:invalidFormat")]
    [InlineData("limit=0&sort=x&kind=y", "kind:unknownCode sort:unknownCode limit:outOfRange")]
    public async Task A_search_that_cannot_be_understood_is_refused(string query, string errors)
    {
        foreach (var path in (string[])["/api/listings?", "/api/listings?facets=&"])
        {
            (await catalogue.Public.GetAsync(path + query)).ExpectProblem(400, "invalid", errors.Split(' '));
        }
    }

    [Theory]
    [InlineData(501)]
    [InlineData(10_000)]
    public async Task A_query_of_many_characters_is_too_long(int characters) =>
        (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString(new string('字', characters))}")).ExpectProblem(400, "invalid", "q:tooLong");

    [Theory]
    [InlineData("-")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("“未闭合")]
    [InlineData("((((")]
    [InlineData("* ? ~ ^ : / \\ AND OR NOT")]
    [InlineData("-a -b -c")]
    [InlineData("%")]
    [InlineData("'; drop table listings; --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("😀👨‍👩‍👧")]
    [InlineData("e\u0301\u0301\u0301\u0301")]
    [InlineData("\u202Eabc")]
    [InlineData(".")]
    public async Task Nothing_a_person_types_is_an_error(string text)
    {
        foreach (var order in (string[])["relevance", "newest", "name", "attention"])
        {
            (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString(text)}&sort={order}&highlight=true&facets=theme")).Expect(200);
        }

        (await catalogue.Public.GetAsync($"/api/listings/suggest?q={Uri.EscapeDataString(text)}")).Expect(200);
    }

    [Fact]
    public async Task A_query_of_500_characters_is_answered() =>
        (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString(string.Concat(Enumerable.Range(0x4E00, 500).Select(code => (char)code)))}"))
            .Expect(200);

    [Theory]
    [InlineData("", "q:required")]
    [InlineData("?q=", "q:required")]
    [InlineData("?q=a&limit=11", "limit:outOfRange")]
    [InlineData("?q=a&limit=0", "limit:outOfRange")]
    [InlineData("?q=a&cursor=x", "cursor:unknownField")]
    [InlineData("?q=a&kind=project", "kind:unknownCode")]
    [InlineData("?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "q:tooLong")]
    public async Task A_suggestion_needs_what_was_typed(string query, string error) =>
        (await catalogue.Public.GetAsync($"/api/listings/suggest{query}")).ExpectProblem(400, "invalid", error);

    [Theory]
    [InlineData("/api/reference/regions?parent=99", "parent:unknownCode")]
    [InlineData("/api/reference/departments?region=99", "region:unknownCode")]
    [InlineData("/api/reference/themes?parent=services", "parent:unknownField")]
    [InlineData("/api/listings/aaaaaaaaaaaaaaaaaaaaaaaaaa?fields=name", "fields:unknownField")]
    public async Task Every_read_refuses_parameters_it_does_not_know(string path, string error) =>
        (await catalogue.Public.GetAsync(path)).ExpectProblem(400, "invalid", error);

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/nothing")]
    [InlineData("/api/listings/a/b/c")]
    [InlineData("/api/listings//versions")]
    [InlineData("/api/listings/../reference/themes")]
    [InlineData("/favicon.ico")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        var answer = await catalogue.Public.GetAsync(path);
        Assert.True(answer.Status == 404 || path.Contains("..", StringComparison.Ordinal), $"{path}: {answer.Status}");
        Assert.True(answer.Status < 500);
    }

    [Theory]
    [InlineData("POST", "/api/listings")]
    [InlineData("DELETE", "/api/listings/aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("GET", "/api/listings/aaaaaaaaaaaaaaaaaaaaaaaaaa/suspend")]
    [InlineData("PUT", "/api/reference/themes")]
    public async Task A_method_that_is_not_served_is_named_with_those_that_are(string method, string path)
    {
        var answer = (await catalogue.Public.SendAsync(method, path, null)).ExpectProblem(405, "methodNotAllowed");
        Assert.NotNull(answer.Header("Allow"));
    }

    [Theory]
    [InlineData("zh-CN", "请求内容有误", "不是已知的代码")]
    [InlineData("en", "The request is invalid", "is not a known code")]
    [InlineData("fr, en;q=0.5", "The request is invalid", "is not a known code")]
    [InlineData("xx", "请求内容有误", "不是已知的代码")]
    public async Task A_problem_speaks_the_callers_language_and_keeps_its_code(string language, string title, string message)
    {
        var problem = (await catalogue.Public.GetAsync("/api/listings?region=00", ("Accept-Language", language)))
            .ExpectProblem(400, "invalid", "region:unknownCode");
        Assert.Equal(title, problem.Json.Text("title"));
        Assert.Contains(message, problem["errors"][0].Text("message"), StringComparison.Ordinal);
    }
}
