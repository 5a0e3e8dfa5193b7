using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Front;

/// <summary>Function keys (contract §7): which key opens what. They live in the data folder, readable by their owner only.</summary>
internal sealed class KeyRing
{
    private const string Header = "x-functions-key";
    private const string FileName = "keys.json";

    private readonly bool _required;
    private readonly KeyFile _keys;

    private KeyRing(bool required, KeyFile keys)
    {
        _required = required;
        _keys = keys;
    }

    /// <summary>Reads the keys of the data folder; makes them, one for the master, one for the host and one a function, where they are missing.</summary>
    public static KeyRing Open(bool required, string? dataFolder, IEnumerable<FunctionDefinition> functions)
    {
        var path = dataFolder is null ? null : Path.Combine(dataFolder, FileName);
        var kept = path is not null && File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), KeyJson.Default.KeyFile) : null;
        var keys = kept ?? new KeyFile(NewKey(), NewKey(), []);
        var missing = functions.Where(function => function.Trigger is HttpTriggerBinding { Level: AuthorizationLevel.Function } && !keys.Functions.ContainsKey(function.Name)).ToList();
        missing.ForEach(function => keys.Functions[function.Name] = NewKey());
        if (path is not null && (kept is null || missing.Count > 0))
        {
            PrivateFile.Write(path, JsonSerializer.Serialize(keys, KeyJson.Default.KeyFile));
        }

        return new KeyRing(required, keys);
    }

    /// <summary>Whether the request may call a function of that level.</summary>
    public bool Opens(HttpRequest request, string function, AuthorizationLevel level)
    {
        if (!_required || level == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var given = GivenKey(request);
        return Same(given, _keys.Master)
            || (level == AuthorizationLevel.Function && (Same(given, _keys.Host) || Same(given, _keys.Functions.GetValueOrDefault(function))));
    }

    /// <summary>Whether the request carries the master key, or keys are switched off.</summary>
    public bool IsMaster(HttpRequest request) => !_required || Same(GivenKey(request), _keys.Master);

    private static string? GivenKey(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) && header.Count > 0 ? header[0] : request.Query["code"].FirstOrDefault();

    private static bool Same(string? given, string? key) =>
        !string.IsNullOrEmpty(given) && key is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}

/// <summary>The keys as kept on disk.</summary>
internal sealed record KeyFile(string Master, string Host, Dictionary<string, string> Functions);

/// <summary>Source-generated JSON of the key file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(KeyFile))]
internal sealed partial class KeyJson : JsonSerializerContext;
