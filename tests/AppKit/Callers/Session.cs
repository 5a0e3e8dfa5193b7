using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.AppKit.Callers;

/// <summary>The verbs, with one caller's token.</summary>
public sealed class Session(HttpClient client, string? token)
{
    // Dots, slashes and broken escapes go out as a test writes them.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<Reply> PostAsync(string path, JsonNode? json, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, Content(json?.ToJsonString() ?? "null", "application/json"), headers);

    /// <summary>Imports lines; the answer must be a report.</summary>
    public async Task<Reply> ImportAsync(IEnumerable<JsonObject> entries, bool dryRun = false) =>
        (await ImportAsync(string.Join('\n', entries.Select(entry => entry.ToJsonString())), dryRun)).Expect(200);

    public Task<Reply> ImportAsync(string lines, bool dryRun = false) =>
        SendAsync("POST", dryRun ? "/api/listings/import?dryRun=true" : "/api/listings/import", Content(lines, "application/x-ndjson"));

    /// <summary>Suspends, resumes or withdraws.</summary>
    public Task<Reply> MoveAsync(string id, string move, string? ifMatch = "*", string? reason = "核对信息") =>
        PostAsync($"/api/listings/{id}/{move}", new JsonObject { ["reason"] = reason }, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public async Task<Reply> SendAsync(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, content, headers);
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(answer, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Reads the answer to its end without keeping it, unless the app could not give a proper one.</summary>
    public async Task<Reply> ProbeAsync(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, content, headers);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if ((int)answer.StatusCode >= 500)
        {
            return new Reply(answer, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        await answer.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        return new Reply(answer, []);
    }

    public static HttpContent Content(string text, string type) => Content(Encoding.UTF8.GetBytes(text), type);

    public static HttpContent Content(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private HttpRequestMessage Request(string method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method),
            new Uri($"{client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", AsWritten))
        { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }
}
