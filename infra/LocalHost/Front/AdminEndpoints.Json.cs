using System.Globalization;
using System.Text.Json;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Front;

internal sealed partial class AdminEndpoints
{
    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        write(json);
    }

    private void WriteStatus(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", _hostId);
        json.WriteString("state", "Running");
        json.WriteString("version", HostHeaders.VersionValue);
        json.WriteString("versionDetails", $"{HostHeaders.VersionValue} (LocalHost)");
        json.WriteString("instanceId", _hostId);
        json.WriteString("computerName", Environment.MachineName);
        json.WriteNumber("processUptime", (long)_clock.GetElapsedTime(_started).TotalMilliseconds);
        json.WriteString("functionAppContentEditingState", "NotAllowed");
        json.WritePropertyName("errors");
        WriteErrorList(json, _errors);
        json.WriteEndObject();
    }

    private void WriteFunctions(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var function in _app.Functions)
        {
            WriteFunction(json, function);
        }

        json.WriteEndArray();
    }

    private void WriteFunction(Utf8JsonWriter json, FunctionDefinition function)
    {
        json.WriteStartObject();
        json.WriteString("name", function.Name);
        json.WriteBoolean("isDisabled", function.Disabled);
        json.WriteString("language", "Custom");
        if (function.Trigger is HttpTriggerBinding http)
        {
            json.WriteString("invoke_url_template", string.Create(CultureInfo.InvariantCulture, $"/{_app.Host.RoutePrefix}/{http.Route}").Replace("//", "/", StringComparison.Ordinal));
        }

        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> errors)
    {
        json.WriteStartObject();
        json.WritePropertyName("errors");
        WriteErrorList(json, errors);
        json.WriteEndObject();
    }

    private static void WriteErrorList(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> errors)
    {
        json.WriteStartArray();
        foreach (var (name, error) in errors)
        {
            json.WriteStringValue($"{name}: {error}");
        }

        json.WriteEndArray();
    }
}
