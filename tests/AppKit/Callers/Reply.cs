using System.Text;
using System.Text.Json;

namespace Marketplace.AppKit.Callers;

/// <summary>An answer, read whole.</summary>
public sealed class Reply(HttpResponseMessage message, byte[] body)
{
    private readonly Lazy<JsonElement> _json = new(() => JsonDocument.Parse(body).RootElement);

    public int Status => (int)message.StatusCode;

    public ReadOnlyMemory<byte> Body => body;

    public string Text => Encoding.UTF8.GetString(body);

    public JsonElement Json => _json.Value;

    public JsonElement this[string member] => Json.GetProperty(member);

    /// <summary>A problem's code.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>A problem's errors as <c>field:code</c>.</summary>
    public IReadOnlyList<string> Errors => Json.TryGetProperty("errors", out var errors) ? errors.Errors() : [];

    /// <summary>A list's items by id.</summary>
    public IReadOnlyList<string> Ids => [.. Json.GetProperty("items").EnumerateArray().Select(item => item.Text("id"))];

    public int Total => Json.GetProperty("total").GetInt32();

    public string? Header(string name) =>
        message.Headers.TryGetValues(name, out var values) || message.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"{message.RequestMessage?.Method} {message.RequestMessage?.RequestUri} answered {Status} instead of {status}: {Text}");
        return this;
    }

    /// <summary>Expects a problem with this status and code, and these errors as <c>field:code</c>.</summary>
    public Reply ExpectProblem(int status, string code, params string[] errors)
    {
        Expect(status);
        Assert.Equal("application/problem+json", message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, Code);
        Assert.Equal($"urn:marketplace:problem:{code}", Json.Text("type"));
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEqual("", Json.Text("traceId"));
        Assert.NotEqual("", Json.Text("title"));
        Assert.Equal(errors, Errors);
        return this;
    }
}

public static class JsonReading
{
    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static IReadOnlyList<string> Errors(this JsonElement errors) =>
        [.. errors.EnumerateArray().Select(error => $"{error.Text("field")}:{error.Text("code")}")];
}
