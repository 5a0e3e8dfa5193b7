using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.LocalHost;

/// <summary>Tells scripts where a started LocalHost is: one JSON object, there only while it runs.</summary>
internal static class ReadyFile
{
    public static void Write(string path, RunningLocalHost host)
    {
        var content = new ReadyFileContent(host.Address.GetLeftPart(UriPartial.Authority), host.Issuer, Environment.ProcessId);
        PrivateFile.Write(path, JsonSerializer.Serialize(content, ReadyFileJson.Default.ReadyFileContent));
    }
}

/// <summary>The ready file's object.</summary>
internal sealed record ReadyFileContent(string Address, string Issuer, int ProcessId);

/// <summary>Source-generated JSON of the ready file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadyFileContent))]
internal sealed partial class ReadyFileJson : JsonSerializerContext;
