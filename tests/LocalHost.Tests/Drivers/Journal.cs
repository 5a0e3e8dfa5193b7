using System.Text.Json;

namespace Marketplace.LocalHost.Tests.Drivers;

/// <summary>Reads what the sample handler wrote down.</summary>
internal sealed class Journal(string path)
{
    /// <summary>Process ids in the order they started.</summary>
    public IReadOnlyList<int> Starts => [.. Of("start").Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Client requests that reached the handler, as "METHOD path"; the host's own pings left out.</summary>
    public IReadOnlyList<string> Requests => [.. Of("request").Where(request => request != "GET /")];

    /// <summary>Payload calls, in order.</summary>
    public IReadOnlyList<PayloadCall> Calls => [.. Of("call").Select(PayloadCall.Parse)];

    public IReadOnlyList<PayloadCall> CallsOf(string function) => [.. Calls.Where(call => call.Function == function)];

    public IReadOnlyList<string> Of(string kind)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        // A line without its end is still being written.
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith(kind + " ", StringComparison.Ordinal))
            .Select(line => JsonSerializer.Deserialize<string>(line[(kind.Length + 1)..])!)];
    }
}

/// <summary>One payload call as the handler saw it.</summary>
internal sealed record PayloadCall(string Function, IReadOnlyDictionary<string, string> Headers, string Body, int ProcessId)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public JsonElement Data => Json.GetProperty(nameof(Data));

    public JsonElement Metadata => Json.GetProperty(nameof(Metadata));

    public override string ToString() => $"{Function} {Body}";

    public static PayloadCall Parse(string text) => JsonSerializer.Deserialize<PayloadCall>(text, JsonSerializerOptions.Web)!;
}
