using Marketplace.Identity;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity;

/// <summary>An issuer, a validator that trusts it, and a clock.</summary>
internal sealed class TokenTestBed : IAsyncDisposable
{
    /// <summary>When its clock starts: a Saturday morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Made once, since making RSA keys takes long.</summary>
    public static TestKey Rsa { get; } = TestKey.Rsa("rsa-1");

    public static TestKey OtherRsa { get; } = TestKey.Rsa("rsa-2");

    public static TestKey Ec { get; } = TestKey.Ec("ec-1");

    public TokenTestBed(params IReadOnlyList<string> algorithms)
    {
        Issuer = new TestIssuer(Rsa, Ec);
        var options = OptionsOf(Issuer);
        Validator =
            new TokenValidator(new IdentityOptions { Issuers = [algorithms.Count == 0 ? options : options with { Algorithms = [.. algorithms] }] }, Time);
    }

    public FakeTimeProvider Time { get; } = new(Start) { HasRealTimers = true };

    public TestIssuer Issuer { get; }

    public TokenValidator Validator { get; }

    /// <summary>A good token, to be spoilt.</summary>
    public TestToken Good => Issuer.Token(Time.GetUtcNow()).With("role", "gov.user").With("region", "4401");

    public static IssuerOptions OptionsOf(TestIssuer issuer) => new()
    {
        Issuer = issuer.Address,
        Audience = "marketplace",
        Algorithms = ["RS256", "PS256", "ES256"],
        Role = new() { Claim = "role" },
        Region = new() { Claim = "region" },
        Department = new() { Claim = "department" },
        CreditCode = new() { Claim = "credit_code" },
        Name = new() { Claim = "name" },
        Channel = new() { Claim = "channel" },
    };

    public async Task<TokenResult> ValidateAsync(string token) => await Validator.ValidateAsync(token, TestContext.Current.CancellationToken);

    public async Task<Caller> AcceptAsync(string token)
    {
        var result = await ValidateAsync(token);
        Assert.Null(result.Refusal);
        return result.Caller!;
    }

    public async Task RefuseAsync(TokenRefusal expected, string token)
    {
        var result = await ValidateAsync(token);
        Assert.Null(result.Caller);
        Assert.Equal(expected, result.Refusal);
    }

    public async ValueTask DisposeAsync()
    {
        Validator.Dispose();
        await Issuer.DisposeAsync();
    }
}
