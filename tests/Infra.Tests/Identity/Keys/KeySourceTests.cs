using Marketplace.Identity.Configuration;
using Marketplace.Identity.Keys;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Keys;

/// <summary>Documents and servers that an issuer's keys must not be taken from.</summary>
public sealed class KeySourceTests : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new(TokenTestBed.Ec);
    private readonly HttpClient _http = KeyClient.Create();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Keys_come_by_discovery_or_from_a_fixed_address()
    {
        Assert.Equal(1, (await FetchAsync()).Count);
        Assert.Equal(2, _issuer.Requests);
        Assert.Equal(1, (await FetchAsync(TokenTestBed.OptionsOf(_issuer) with { Jwks = _issuer.Address + "/keys" })).Count);
        Assert.Equal(3, _issuer.Requests);
        Assert.Equal(1, (await FetchAsync(TokenTestBed.OptionsOf(_issuer) with { Discovery = _issuer.Address + "/.well-known/openid-configuration" })).Count);
    }

    [Theory]
    [InlineData("""{"issuer":"https://another.example","jwks_uri":"$/keys"}""", "another issuer")]
    [InlineData("""{"issuer":"$/","jwks_uri":"$/keys"}""", "another issuer")]
    [InlineData("""{"jwks_uri":"$/keys"}""", "another issuer")]
    [InlineData("""{"issuer":["$"],"jwks_uri":"$/keys"}""", "another issuer")]
    [InlineData("""{"issuer":"$"}""", "jwks_uri")]
    [InlineData("""{"issuer":"$","jwks_uri":1}""", "jwks_uri")]
    [InlineData("""{"issuer":"$","jwks_uri":"/keys"}""", "jwks_uri")]
    [InlineData("""{"issuer":"$","jwks_uri":"http://keys.example/keys"}""", "jwks_uri")]
    [InlineData("""{"issuer":"$","jwks_uri":"file:///etc/passwd"}""", "jwks_uri")]
    [InlineData("""{"issuer":"$","jwks_uri":"https://user:password@keys.example/keys"}""", "jwks_uri")]
    [InlineData("""{"issuer":"$","issuer":"$","jwks_uri":"$/keys"}""", "strict form")]
    [InlineData("<html>", "strict form")]
    [InlineData("[]", "strict form")]
    public async Task A_discovery_document_that_is_not_the_issuers_is_not_used(string document, string reason)
    {
        _issuer.Instead = path => Answer(path == "/keys" ? _issuer.KeyDocument : document.Replace("$", _issuer.Address, StringComparison.Ordinal));
        var failure = await Assert.ThrowsAsync<KeyDocumentException>(() => FetchAsync());
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remote_issuer_cannot_send_us_to_our_own_loopback()
    {
        // The document comes from a fixed address here, so that a remote issuer can be played.
        _issuer.Instead = path => Answer($$"""{"issuer":"https://login.example","jwks_uri":"{{_issuer.Address}}/keys"}""");
        var options = TokenTestBed.OptionsOf(_issuer) with { Issuer = "https://login.example", Discovery = _issuer.Address + "/discovery" };
        var failure = await Assert.ThrowsAsync<KeyDocumentException>(() => FetchAsync(options));
        Assert.Contains("loopback", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_no_key_set_is_refused(string document)
    {
        _issuer.Instead = path => Answer(path == "/keys" ? document : _issuer.DiscoveryDocument);
        await Assert.ThrowsAsync<KeyDocumentException>(() => FetchAsync());
    }

    [Fact]
    public async Task A_hundred_keys_are_read_and_more_are_refused()
    {
        string Keys(int count) => $$"""{"keys":[{{string.Join(',', Enumerable.Repeat(TokenTestBed.Ec.Jwk().ToJsonString(), count))}}]}""";
        var count = KeySet.MaxKeys;
        _issuer.Instead = path => Answer(path == "/keys" ? Keys(count) : _issuer.DiscoveryDocument);
        Assert.Equal(KeySet.MaxKeys, (await FetchAsync()).Count);
        count++;
        await Assert.ThrowsAsync<KeyDocumentException>(() => FetchAsync());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Redirects_are_not_followed_and_errors_are_no_keys(int status)
    {
        await using var elsewhere = new TestIssuer(TokenTestBed.OtherRsa);
        _issuer.Instead = path => path == "/keys"
            ? Task.FromResult<LoopbackAnswer?>(new(elsewhere.KeyDocument, status, elsewhere.Address + "/keys"))
            : Answer(_issuer.DiscoveryDocument);
        await Assert.ThrowsAsync<KeyDocumentException>(() => FetchAsync());
        Assert.Equal(0, elsewhere.Requests);
    }

    [Fact]
    public async Task A_document_beyond_the_limit_is_refused()
    {
        _issuer.Instead = path => Answer(path == "/keys" ? _issuer.KeyDocument + new string(' ', KeyClient.MaxDocumentBytes) : _issuer.DiscoveryDocument);
        await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync());
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_given_up()
    {
        using var hasty = KeyClient.Create();
        hasty.Timeout = TimeSpan.FromMilliseconds(50);
        var never = new TaskCompletionSource<LoopbackAnswer?>();
        _issuer.Instead = _ => never.Task;
        var source = new KeySource(TokenTestBed.OptionsOf(_issuer), hasty);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.FetchAsync(TestContext.Current.CancellationToken));
        never.SetResult(null);
        Assert.Equal(TimeSpan.FromSeconds(5), _http.Timeout);
    }

    private static Task<LoopbackAnswer?> Answer(string body) => Task.FromResult<LoopbackAnswer?>(new(body));

    private Task<KeySet> FetchAsync(IssuerOptions? options = null) =>
        new KeySource(options ?? TokenTestBed.OptionsOf(_issuer), _http).FetchAsync(TestContext.Current.CancellationToken);
}
