using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.TestKit.Tokens;

/// <summary>A token in the making: change its parts, then sign it.</summary>
public sealed record TestToken
{
    /// <summary>Header members; <c>alg</c> and <c>kid</c> are added from the key unless they are there.</summary>
    public JsonObject Header { get; init; } = new() { ["typ"] = "at+jwt" };

    /// <summary>The claims.</summary>
    public JsonObject Claims { get; init; } = [];

    /// <summary>Sets a claim, or removes it where the value is null.</summary>
    public TestToken With(string claim, JsonNode? value) => this with { Claims = Changed(Claims, claim, value) };

    /// <summary>Sets a header member, or removes it where the value is null.</summary>
    public TestToken WithHeader(string member, JsonNode? value) => this with { Header = Changed(Header, member, value) };

    /// <summary>The compact form.</summary>
    public string Sign(TestKey key)
    {
        var header = (JsonObject)Header.DeepClone();
        header.TryAdd("alg", key.Algorithm);
        header.TryAdd("kid", key.Id);
        return Sign(header.ToJsonString(), Claims.ToJsonString(), key);
    }

    /// <summary>Signs texts as they are, however wrong.</summary>
    public static string Sign(string header, string payload, TestKey key) => Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), key);

    /// <summary>Signs bytes as they are, however wrong.</summary>
    public static string Sign(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, TestKey key) =>
        SignParts(Base64Url.EncodeToString(header), Base64Url.EncodeToString(payload), key);

    /// <summary>Signs encoded parts as they are, however wrong.</summary>
    public static string SignParts(string header, string payload, TestKey key)
    {
        var input = $"{header}.{payload}";
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input), key.Algorithm))}";
    }

    private static JsonObject Changed(JsonObject members, string name, JsonNode? value)
    {
        var changed = (JsonObject)members.DeepClone();
        changed.Remove(name);
        if (value is not null)
        {
            changed[name] = value.DeepClone();
        }

        return changed;
    }
}
