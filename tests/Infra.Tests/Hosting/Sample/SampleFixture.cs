using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Marketplace.Infra.Tests.Hosting.Sample;

/// <summary>One sample app for the tests of a class, and the verbs to call it with.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    private SampleApp? _app;

    public SampleApp App => _app!;

    public async ValueTask InitializeAsync() => _app = await SampleApp.StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => App.SendAsync("GET", path, null, headers);

    public Task<Reply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        App.SendAsync(method, path, body, headers);
}

/// <summary>An answer, read whole.</summary>
public sealed record Reply(HttpResponseMessage Message, byte[] Body) : IDisposable
{
    public int Status => (int)Message.StatusCode;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public IReadOnlyList<string> Errors => [.. Json.GetProperty("errors").EnumerateArray()
        .Select(static error => $"{error.GetProperty("field").GetString()}:{error.GetProperty("code").GetString()}")];

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public void Dispose() => Message.Dispose();
}

public static class Verbs
{
    public static async Task<Reply> SendAsync(this SampleApp app, string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        // As it stands: what a client wrote wrongly must arrive wrong.
        var address =
            new Uri(app.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.Remove(name);
            }

            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var message = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(message, await message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
