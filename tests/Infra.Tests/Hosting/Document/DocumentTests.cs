using System.Text.Json;
using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Document;

public sealed class DocumentTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Fact]
    public async Task It_is_OpenAPI_3_1_with_every_route_and_no_trigger()
    {
        var document = await ReadAsync();
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().Select(static path => path.Name).ToArray();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Contains("/api/parcels/{id}", paths);
        Assert.Contains("/api/health", paths);
        Assert.DoesNotContain("/WeighParcel", paths);
        Assert.All(Operations(document), static operation =>
        {
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        });
    }

    [Fact]
    public async Task It_does_not_differ_between_processes()
    {
        await using var other = await SampleApp.StartAsync();
        using var one = await sample.GetAsync("/api/openapi.json");
        using var two = await other.SendAsync("GET", "/api/openapi.json");
        Assert.Equal(one.Text, two.Text);
        using var known = await sample.GetAsync("/api/openapi.json", ("If-None-Match", two.Header("ETag")!));
        Assert.Equal(304, known.Status);
    }

    [Fact]
    public async Task Query_parameters_show_their_limits()
    {
        var document = await ReadAsync();
        var parameters = document.GetProperty("paths").GetProperty("/api/parcels").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .ToDictionary(static p => p.GetProperty("name").GetString()!);
        Assert.Equal(["cursor", "day", "deep", "facets", "limit", "q", "region", "since", "size", "sort"], parameters.Keys.Order(StringComparer.Ordinal));
        var limit = parameters["limit"].GetProperty("schema");
        Assert.Equal((1, 100, 20), (limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
        Assert.Equal("""["small","large","veryLarge"]""", Compact(parameters["size"].GetProperty("schema").GetProperty("enum")));
        Assert.Equal("array", parameters["region"].GetProperty("schema").GetProperty("type").GetString());
        Assert.Equal(50, parameters["q"].GetProperty("schema").GetProperty("maxLength").GetInt32());
    }

    [Fact]
    public async Task Bodies_answers_and_headers_follow_the_handlers_signature()
    {
        var document = await ReadAsync();
        var put = document.GetProperty("paths").GetProperty("/api/parcels/{id}").GetProperty("put");
        Assert.Equal(["If-Match", "id"], put.GetProperty("parameters").EnumerateArray().Select(static p => p.GetProperty("name").GetString()!)
            .Order(StringComparer.Ordinal));
        Assert.Equal("#/components/schemas/Parcel", put.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema")
            .GetProperty("$ref").GetString());
        var post = document.GetProperty("paths").GetProperty("/api/parcels").GetProperty("post");
        Assert.Equal("#/components/schemas/Parcel", post.GetProperty("responses").GetProperty("201").GetProperty("content").GetProperty("application/json")
            .GetProperty("schema").GetProperty("$ref").GetString());
        var import = document.GetProperty("paths").GetProperty("/api/parcels/import").GetProperty("post");
        Assert.True(import.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/x-ndjson", out _));
    }

    [Fact]
    public async Task What_may_be_null_is_optional_and_enumerations_are_strings()
    {
        var schemas = (await ReadAsync()).GetProperty("components").GetProperty("schemas");
        Assert.Equal("""["name","size","weight"]""", Compact(schemas.GetProperty("Parcel").GetProperty("required")));
        Assert.Equal("string", schemas.GetProperty("Size").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await ReadAsync();
        Assert.All(References(document), reference =>
        {
            var at = document;
            foreach (var step in reference[2..].Split('/'))
            {
                Assert.True(at.TryGetProperty(step.Replace("~1", "/", StringComparison.Ordinal), out at), reference);
            }
        });
    }

    [Fact]
    public async Task Problem_codes_are_those_the_declarations_imply_and_the_route_names()
    {
        var document = await ReadAsync();
        Assert.Equal(
            ["alreadyPublished", "busy", "forbidden", "idempotencyKeyReused", "invalid", "timeout", "tooLarge", "tooManyRequests", "unauthenticated",
                "unavailable", "unexpected", "unsupportedMediaType"],
            CodesOf(document, "/api/parcels", "post"));
        Assert.Equal(
            ["busy", "invalid", "invalidCursor", "timeout", "tooManyRequests", "unauthenticated", "unavailable", "unexpected"],
            CodesOf(document, "/api/parcels", "get"));
        Assert.Contains("stale", CodesOf(document, "/api/parcels/{id}", "put"));
        Assert.DoesNotContain("unauthenticated", CodesOf(document, "/api/health", "get"));
    }

    [Fact]
    public async Task Security_follows_the_permission()
    {
        var paths = (await ReadAsync()).GetProperty("paths");
        Assert.Equal("""[{},{"bearer":[]}]""", Compact(paths.GetProperty("/api/parcels").GetProperty("get").GetProperty("security")));
        Assert.Equal("""[{"bearer":[]}]""", Compact(paths.GetProperty("/api/parcels").GetProperty("post").GetProperty("security")));
        Assert.Contains("parcels.change: vendor.admin (ownCompany)", paths.GetProperty("/api/parcels").GetProperty("post").GetProperty("description")
            .GetString(), StringComparison.Ordinal);
        Assert.Contains("Rate class costly", paths.GetProperty("/api/parcels/labels").GetProperty("get").GetProperty("description")
            .GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> ReadAsync()
    {
        using var answer = await sample.GetAsync("/api/openapi.json");
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }

    private static string[] CodesOf(JsonElement document, string path, string method) =>
        [.. document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses").EnumerateObject()
            .Where(static response => response.Name[0] is '4' or '5')
            .SelectMany(static response => response.Value.GetProperty("$ref").GetString()!["#/components/responses/".Length..].Split('-'))
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<JsonElement> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()).Select(static operation => operation.Value);

    private static IEnumerable<string> References(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(static member =>
            member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
