using System.Collections.Concurrent;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Logging;

namespace Marketplace.Infra.Tests.Identity.Keys;

/// <summary>What the validator logs: that keys were fetched or could not be, and never what a token or a document holds.</summary>
public sealed class KeyLogTests
{
    [Fact]
    public async Task Fetches_are_logged_without_tokens_or_documents()
    {
        var log = new Notes();
        var time = new FakeTimeProvider(TokenTestBed.Start) { HasRealTimers = true };
        await using var issuer = new TestIssuer(TokenTestBed.Ec);
        using var validator = new TokenValidator(new() { Issuers = [TokenTestBed.OptionsOf(issuer)] }, time, log);
        issuer.Instead = static _ => Task.FromResult<LoopbackAnswer?>(new("secret of the document"));
        var token = issuer.Token(time.GetUtcNow()).With("name", "张三").Sign(TokenTestBed.Ec);

        await validator.ValidateAsync(token, TestContext.Current.CancellationToken);
        issuer.Instead = null;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await validator.ValidateAsync(token, TestContext.Current.CancellationToken)).IsAccepted);

        string[] expected =
        [
            $"Warning: Could not fetch the keys of {issuer.Address}: the discovery document is not a JSON object of the strict form",
            $"Information: Fetched 1 keys of {issuer.Address}",
        ];
        Assert.Equal(expected, log.Lines);
        Assert.Empty(SecretScan.Find(log.Lines, "张三", "secret of the document"));
    }

    /// <summary>The library writes tokens into its exceptions and events only where these are set.</summary>
    [Fact]
    public void The_library_is_told_to_keep_tokens_to_itself()
    {
        Assert.False(IdentityModelEventSource.ShowPII);
        Assert.False(IdentityModelEventSource.LogCompleteSecurityArtifact);
    }

    private sealed class Notes : ILogger<TokenValidator>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
