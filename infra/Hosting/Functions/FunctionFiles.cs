using System.Text.Json;

namespace Marketplace.Hosting.Functions;

/// <summary>Writes the <c>function.json</c> folders the host reads (docs/host-contract.md §14).</summary>
internal static class FunctionFiles
{
    private const string FileName = "function.json";

    // The host responds 404 to a method that is not listed, and GET implies neither HEAD nor OPTIONS. The app itself responds 405.
    private static readonly string[] Methods = ["get", "head", "post", "put", "patch", "delete", "options"];

    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes one folder per function and the app's <c>host.json</c>, and deletes folders of functions that no longer exist.</summary>
    public static void Write(IEnumerable<FunctionBinding> functions, string hostFile, string directory)
    {
        Directory.CreateDirectory(directory);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            names.Add(function.Name);
            Directory.CreateDirectory(Path.Combine(directory, function.Name));
            File.WriteAllBytes(Path.Combine(directory, function.Name, FileName), Describe(function));
        }

        foreach (var folder in Directory.GetDirectories(directory)
            .Where(folder => !names.Contains(Path.GetFileName(folder)) && File.Exists(Path.Combine(folder, FileName))))
        {
            Directory.Delete(folder, recursive: true);
        }

        var target = Path.Combine(directory, "host.json");
        if (Path.GetFullPath(hostFile) != Path.GetFullPath(target))
        {
            File.Copy(hostFile, target, overwrite: true);
        }
    }

    /// <summary>The text of one <c>function.json</c>.</summary>
    public static byte[] Describe(FunctionBinding function)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteStartArray("bindings"u8);
            foreach (var binding in BindingsOf(function))
            {
                binding(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.Write("\n"u8);
        return stream.ToArray();
    }

    private static IEnumerable<Action<Utf8JsonWriter>> BindingsOf(FunctionBinding function) => function switch
    {
        HttpFunction http =>
        [
            json => Write(json, "httpTrigger", "in", "req", () =>
            {
                json.WriteString("authLevel"u8, "anonymous"u8);
                json.WriteString("route"u8, http.Segment + "/{*path}");
                json.WriteStartArray("methods"u8);
                Array.ForEach(Methods, json.WriteStringValue);
                json.WriteEndArray();
            }),
            static json => Write(json, "http", "out", "res", static () => { }),
        ],
        QueueFunction queue => [json => Write(json, "queueTrigger", "in", "message", () =>
        {
            json.WriteString("queueName"u8, queue.Queue);
            json.WriteString("connection"u8, "AzureWebJobsStorage"u8);
        })],
        TimerFunction timer => [json => Write(json, "timerTrigger", "in", "timer", () => json.WriteString("schedule"u8, timer.Schedule))],
        _ => throw new NotSupportedException($"A function of type {function.GetType().Name} has no trigger."),
    };

    private static void Write(Utf8JsonWriter json, string type, string direction, string name, Action more)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("direction"u8, direction);
        json.WriteString("name"u8, name);
        more();
        json.WriteEndObject();
    }
}
