using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.AppKit.Instances;

/// <summary>Issues the actors' tokens, and says to the app how to read them.</summary>
internal sealed class TestTokens(TimeProvider time) : IAsyncDisposable
{
    private static readonly TestKey Key = TestKey.Ec("key-1");

    private readonly TestIssuer _issuer = new(Key);
    private readonly ConcurrentDictionary<(Actor, long), string> _tokens = new();

    /// <summary>The identity setting of an app that believes these tokens.</summary>
    public string Setting => new JsonObject
    {
        ["issuers"] = new JsonArray(new JsonObject
        {
            ["issuer"] = _issuer.Address,
            ["audience"] = "marketplace",
            ["algorithms"] = new JsonArray("ES256"),
            ["role"] = Claim("role"),
            ["region"] = Claim("region"),
            ["department"] = Claim("department"),
            ["creditCode"] = Claim("credit_code"),
            ["name"] = Claim("name"),
        }),
    }.ToJsonString();

    /// <summary>A token good for half an hour at least; null for somebody without one.</summary>
    public string? Of(Actor actor) => actor.Role is null
        ? null
        : _tokens.GetOrAdd((actor, time.GetUtcNow().Ticks / TimeSpan.FromMinutes(30).Ticks), one => Sign(one.Item1, time.GetUtcNow().AddHours(1)));

    /// <summary>A token that was good an hour ago.</summary>
    public string Expired(Actor actor) => Sign(actor, time.GetUtcNow().AddHours(-1));

    /// <summary>What the app calls this actor.</summary>
    public string IdOf(Actor actor) => $"{_issuer.Address}#{SubjectOf(actor)}";

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    private string Sign(Actor actor, DateTimeOffset expires) => _issuer.Token(expires.AddHours(-2), subject: SubjectOf(actor))
        .With("exp", expires.ToUnixTimeSeconds())
        .With("role", new JsonArray([.. (actor.Role ?? "").Split(' ').Select(static role => JsonValue.Create(role))]))
        .With("region", actor.Region)
        .With("department", actor.Department)
        .With("credit_code", actor.CreditCode)
        .With("name", "测试人员")
        .Sign(Key);

    private static string SubjectOf(Actor actor) => $"test {actor}";

    private static JsonObject Claim(string name) => new() { ["claim"] = name };
}
