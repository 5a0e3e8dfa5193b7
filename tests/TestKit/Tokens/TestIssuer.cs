using System.Text.Json.Nodes;

namespace Marketplace.TestKit.Tokens;

/// <summary>An OIDC issuer on loopback: discovery, keys, and tokens of its own making.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private const string DiscoveryPath = "/.well-known/openid-configuration";
    private const string KeysPath = "/keys";
    private readonly LoopbackServer _server;

    public TestIssuer(params IReadOnlyList<TestKey> keys)
    {
        Keys = keys;
        _server = new LoopbackServer(AnswerAsync);
    }

    /// <summary>The exact <c>iss</c>.</summary>
    public string Address => _server.Address;

    /// <summary>The keys it publishes; replace the list to rotate.</summary>
    public IReadOnlyList<TestKey> Keys { get; set; }

    /// <summary>Takes over answering where it is set: returning null closes the connection.</summary>
    public Func<string, Task<LoopbackAnswer?>>? Instead { get; set; }

    /// <summary>How often the keys were asked for.</summary>
    public int KeyRequests => _server.Paths.Count(static path => path == KeysPath);

    /// <summary>How often anything was asked for.</summary>
    public int Requests => _server.Paths.Count;

    /// <summary>The document its keys are published in.</summary>
    public string KeyDocument => new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(static key => key.Jwk())]) }.ToJsonString();

    /// <summary>The document that says where the keys are.</summary>
    public string DiscoveryDocument => new JsonObject { ["issuer"] = Address, ["jwks_uri"] = Address + KeysPath }.ToJsonString();

    /// <summary>A token that is good for five minutes around <paramref name="now"/>.</summary>
    public TestToken Token(DateTimeOffset now, string audience = "marketplace", string subject = "someone") => new()
    {
        Claims = new()
        {
            ["iss"] = Address,
            ["aud"] = audience,
            ["sub"] = subject,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + 300,
        },
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<LoopbackAnswer?> AnswerAsync(string path) => Instead is { } instead
        ? instead(path)
        : Task.FromResult<LoopbackAnswer?>(path switch
        {
            DiscoveryPath => new LoopbackAnswer(DiscoveryDocument),
            KeysPath => new LoopbackAnswer(KeyDocument),
            _ => new LoopbackAnswer("{}", 404),
        });
}
