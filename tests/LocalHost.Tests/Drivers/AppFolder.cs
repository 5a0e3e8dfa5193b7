using System.Text.Json.Nodes;
using Marketplace.TestKit;

namespace Marketplace.LocalHost.Tests.Drivers;

/// <summary>A published app in a folder of its own: the sample handler with the functions a test declares.</summary>
internal sealed class AppFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _notes = new();
    private readonly JsonObject _host;

    public AppFolder(bool forwarding = true, bool proxying = false)
    {
        _host = new JsonObject
        {
            ["version"] = "2.0",
            ["customHandler"] = new JsonObject
            {
                ["description"] = new JsonObject { ["defaultExecutablePath"] = System.IO.Path.Combine(AppContext.BaseDirectory, "Marketplace.SampleHandler") },
                ["enableForwardingHttpRequest"] = forwarding,
                ["enableProxyingHttpRequest"] = proxying,
            },
            ["extensions"] = new JsonObject { ["queues"] = new JsonObject() },
        };
        SaveHost();
    }

    public string Path => _folder.Path;

    /// <summary>What the handler wrote down, over all its processes.</summary>
    public Journal Journal => new(Note("journal"));

    /// <summary>App settings the tests' host is started with.</summary>
    public Dictionary<string, string> Settings => new() { ["SAMPLE_JOURNAL"] = Note("journal") };

    /// <summary>A file outside the app by which test and handler can signal each other.</summary>
    public string Note(string name) => System.IO.Path.Combine(_notes.Path, name);

    /// <summary>Changes host.json.</summary>
    public AppFolder Host(Action<JsonObject> change)
    {
        change(_host);
        SaveHost();
        return this;
    }

    public AppFolder CustomHandler(Action<JsonObject> change) => Host(json => change(json["customHandler"]!.AsObject()));

    public AppFolder Queues(string setting, JsonNode value) => Host(json => json["extensions"]!["queues"]![setting] = value);

    /// <summary>Writes a function.json with these bindings.</summary>
    public AppFolder Function(string name, params string[] bindings) =>
        Raw(name, $$"""{ "bindings": [ {{string.Join(", ", bindings)}} ] }""");

    public AppFolder Raw(string name, string functionJson)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, name));
        File.WriteAllText(System.IO.Path.Combine(Path, name, "function.json"), functionJson);
        return this;
    }

    /// <summary>An HTTP-only function.</summary>
    public AppFolder Http(string name, string? route = "{*path}", string? methods = null) =>
        Function(name, Bindings.HttpTrigger(route, methods: methods), Bindings.HttpOutput());

    public AppFolder Queue(string name, string queue) => Function(name, Bindings.QueueTrigger(queue));

    public void Dispose()
    {
        _folder.Dispose();
        _notes.Dispose();
    }

    private void SaveHost() => File.WriteAllText(System.IO.Path.Combine(Path, "host.json"), _host.ToJsonString());
}
