using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Front;
using Microsoft.AspNetCore.Http;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 8 and 9: which function a request belongs to.</summary>
public sealed class RoutingTests
{
    [Fact]
    public void Item_08_catch_all_in_an_early_name_hides_later_functions() =>
        Assert.Equal("Aaa", Match("GET", "/api/bbb", "api", ("Bbb", "bbb", ""), ("Aaa", "{*path}", "")));

    [Fact]
    public void Item_08_names_are_ordered_without_regard_to_case() =>
        Assert.Equal("aaa", Match("GET", "/api/x", "api", ("Bbb", "x", ""), ("aaa", "{name}", "")));

    [Theory]
    [InlineData("api", "/api/things", true)]
    [InlineData("api", "/things", false)]
    [InlineData("", "/things", true)]
    [InlineData("v1/data", "/v1/data/things", true)]
    public void Item_08_prefix_goes_before_each_route(string prefix, string path, bool matches) =>
        Assert.Equal(matches ? "Things" : null, Match("GET", path, prefix, ("Things", "things", "")));

    [Theory]
    [InlineData("/API/Things")]
    [InlineData("/api/things/")]
    public void Item_09_case_and_trailing_slash_do_not_matter(string path) =>
        Assert.Equal("Things", Match("GET", path, "api", ("Things", "things", "")));

    [Fact]
    public void Item_09_empty_segment_matches_nothing() => Assert.Null(Match("GET", "/api//things", "api", ("All", "{*path}", "")));

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public void Item_09_other_methods_than_those_listed_do_not_match(string method) =>
        Assert.Null(Match(method, "/api/things", "api", ("Things", "things", "get")));

    [Fact]
    public void Item_09_wrong_method_falls_through_to_the_next_function() =>
        Assert.Equal("Writes", Match("POST", "/api/things", "api", ("Reads", "things", "get"), ("Writes", "things", "post")));

    [Theory]
    [InlineData("/api/items/7/parts", "Parts")]
    [InlineData("/api/items/seven", "Words")]
    [InlineData("/api/items", "Words")]
    public void Item_09_optional_values_work(string path, string expected) =>
        Assert.Equal(expected, Match("GET", path, "api", ("Parts", "items/{id}/parts", ""), ("Words", "items/{name?}", "")));

    [Fact]
    public void Item_09_catch_all_with_an_empty_prefix_matches_the_root() =>
        Assert.Equal("All", Match("GET", "/", "", ("All", "{*path}", "")));

    [Fact]
    public void Item_07_template_that_is_none_is_reported_and_the_rest_runs()
    {
        var (table, errors) = RouteTable.Build([Function("Bad", "x/{", ""), Function("Odd", "x/{id:wondrous}", ""), Function("Good", "x", "")], "api");

        Assert.Equal(["Bad", "Odd"], errors.Keys.Order());
        Assert.Equal("Good", table.Match(Request("GET", "/api/x"))?.Name);
    }

    private static string? Match(string method, string path, string prefix, params (string Name, string Route, string Method)[] functions)
    {
        var (table, errors) = RouteTable.Build(functions.Select(function => Function(function.Name, function.Route, function.Method)), prefix);
        Assert.Empty(errors);
        return table.Match(Request(method, path))?.Name;
    }

    private static HttpRequest Request(string method, string path) => new DefaultHttpContext { Request = { Method = method, Path = path } }.Request;

    private static FunctionDefinition Function(string name, string route, string method) =>
        new(name, new HttpTriggerBinding("req", route, method.Length == 0 ? [] : [method]));
}
