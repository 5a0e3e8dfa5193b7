using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;

namespace Marketplace.LocalHost.Tests;

/// <summary>The development issuer: discovery, keys, tokens, refusals.</summary>
public sealed class IssuerTests(IssuerTests.Running running) : IClassFixture<IssuerTests.Running>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly TestHost _host = running.Host;

    [Fact]
    public async Task Discovery_names_the_issuer_its_keys_and_its_token_endpoint()
    {
        var document = await JsonAsync("/.well-known/openid-configuration");

        Assert.Equal(_host.Host.Issuer, document.GetProperty("issuer").GetString());
        Assert.Equal(_host.Host.Issuer + "/token", document.GetProperty("token_endpoint").GetString());
        Assert.StartsWith(_host.Host.Issuer + "/", document.GetProperty("jwks_uri").GetString(), StringComparison.Ordinal);
        Assert.Equal(["RS256"], document.GetProperty("id_token_signing_alg_values_supported").EnumerateArray().Select(value => value.GetString()!));
    }

    [Fact]
    public async Task Token_is_signed_by_a_key_of_the_key_set()
    {
        var token = await TokenAsync(("role", "operator"));

        Assert.Equal("RS256", token.Header.GetProperty("alg").GetString());
        Assert.Equal("at+jwt", token.Header.GetProperty("typ").GetString());
        Assert.True(await IsSignedAsync(token));
    }

    [Fact]
    public async Task Token_carries_who_what_where_and_for_how_long()
    {
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var token = await TokenAsync(
            ("role", "gov.user"), ("region", "440100"), ("department", "d-1"), ("name", "王 小明"), ("channel", "yzy"), ("subject", "u-7"));
        var claims = token.Claims;

        Assert.Equal(_host.Host.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal("marketplace", claims.GetProperty("aud").GetString());
        Assert.Equal(
            ("u-7", "gov.user", "440100", "d-1", "王 小明", "yzy"),
            (Text(claims, "sub"), Text(claims, "role"), Text(claims, "region"), Text(claims, "department"), Text(claims, "name"), Text(claims, "channel")));
        Assert.InRange(claims.GetProperty("iat").GetInt64(), before, before + 60);
        Assert.Equal(claims.GetProperty("iat").GetInt64(), claims.GetProperty("nbf").GetInt64());
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal(32, Text(claims, "jti").Length);
    }

    [Fact]
    public async Task Vendor_is_known_by_its_credit_code() =>
        Assert.Equal("91440101MA5CXXXXX1", Text((await TokenAsync(("role", "vendor.admin"), ("creditCode", "91440101MA5CXXXXX1"))).Claims, "credit_code"));

    [Theory]
    [InlineData("gov.reviewer", "region", "44")]
    [InlineData("vendor.member", "creditCode", "91440101MA5CXXXXX1")]
    [InlineData("expert", null, null)]
    public async Task Every_role_can_be_had(string role, string? field, string? value) =>
        Assert.Equal(role, Text((await TokenAsync(("role", role), (field ?? "name", value ?? "somebody"))).Claims, "role"));

    [Fact]
    public async Task Expired_token_can_be_had_for_trying_refusals()
    {
        var claims = (await TokenAsync(("role", "operator"), ("expiresIn", "-120"))).Claims;

        Assert.True(claims.GetProperty("exp").GetInt64() < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.True(claims.GetProperty("nbf").GetInt64() < claims.GetProperty("exp").GetInt64());
    }

    [Theory]
    [InlineData("", "role: required")]
    [InlineData("role=gov.usr", "role: must be one of")]
    [InlineData("role=operator&role=expert", "role: must be")]
    [InlineData("role=gov.user", "region: required for gov.user")]
    [InlineData("role=gov.user&region=guangzhou", "region: must be a region code")]
    [InlineData("role=gov.user&region=440", "region: must be a region code")]
    [InlineData("role=vendor.member", "creditCode: required for vendor.member")]
    [InlineData("role=vendor.member&creditCode=1", "creditCode: must be 18")]
    [InlineData("role=gov.user&region=44&creditCode=91440101MA5CXXXXX1", "creditCode: does not apply to gov.user")]
    [InlineData("role=operator&credit_code=x", "credit_code: unknown field")]
    [InlineData("role=operator&alg=none", "alg: unknown field")]
    [InlineData("role=operator&name=%07", "name: must be")]
    [InlineData("role=operator&expiresIn=99999999999", "expiresIn: must be seconds")]
    [InlineData("role=operator&grant_type=password", "grant_type: must be")]
    public async Task Bad_form_is_an_oauth_error_that_names_the_field(string form, string expected)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        var answer = await _host.Client.PostAsync(_host.Host.Issuer + "/token", content, Cancellation);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_request", Text(error, "error"));
        Assert.StartsWith(expected, Text(error, "error_description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_types_methods_and_paths_are_refused()
    {
        using var json = new StringContent("""{"role":"operator"}""", Encoding.UTF8, "application/json");
        var answer = await _host.Client.PostAsync(_host.Host.Issuer + "/token", json, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("Content-Type:", Text(JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)), "error_description"),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _host.GetAsync(_host.Host.Issuer + "/token")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync(_host.Host.Issuer + "/authorize")).StatusCode);
    }

    [Fact]
    public void Key_kept_in_the_data_folder_keeps_tokens_valid_over_a_restart()
    {
        using var data = new TemporaryFolder();
        SignedToken token;
        using (var key = Issuer.SigningKey.Open(data.Path))
        {
            var (form, _) = Issuer.TokenForm.Parse(new Microsoft.AspNetCore.Http.FormCollection(new() { ["role"] = "operator" }));
            token = SignedToken.Parse(Issuer.TokenWriter.Write(form!, "i", key, TimeProvider.System.GetUtcNow()));
        }

        using var again = Issuer.SigningKey.Open(data.Path);
        using var other = Issuer.SigningKey.Open(null);
        Assert.Equal(Text(token.Header, "kid"), again.Jwk.Kid);
        Assert.True(token.Verify(JsonSerializer.SerializeToElement(again.Jwk, JsonSerializerOptions.Web)));
        Assert.False(token.Verify(JsonSerializer.SerializeToElement(other.Jwk, JsonSerializerOptions.Web)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data.Path, "issuer-key.pem")));
        }
    }

    [Fact]
    public async Task Handler_is_told_where_the_issuer_is()
    {
        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(await _host.GetTextAsync("/api/do/environment"))!;

        Assert.Equal(_host.Host.Issuer, variables[RunningLocalHost.IssuerSetting]);
        Assert.Equal(_host.Host.Issuer + "/x", variables["Identity__Issuer"]);
    }

    private static string Text(JsonElement value, string property) => value.GetProperty(property).GetString()!;

    private async Task<JsonElement> JsonAsync(string path) => JsonElement.Parse(await _host.GetTextAsync(_host.Host.Issuer + path));

    private async Task<SignedToken> TokenAsync(params (string Name, string? Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Name, field.Value!)));
        var answer = await _host.Client.PostAsync(_host.Host.Issuer + "/token", content, Cancellation);
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.True(answer.IsSuccessStatusCode, json.GetRawText());
        Assert.Equal("Bearer", Text(json, "token_type"));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return SignedToken.Parse(Text(json, "access_token"));
    }

    private async Task<bool> IsSignedAsync(SignedToken token)
    {
        var address = Text(await JsonAsync("/.well-known/openid-configuration"), "jwks_uri");
        var keys = JsonElement.Parse(await _host.GetTextAsync(address)).GetProperty("keys").EnumerateArray();
        return token.Verify(keys.Single(key => Text(key, "kid") == Text(token.Header, "kid")));
    }

    public sealed class Running : IAsyncLifetime
    {
        internal TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var app = new AppFolder(proxying: true).Http("Api");
            Host = await TestHost.StartAsync(app, options => options with
            {
                Settings = new Dictionary<string, string>(app.Settings) { ["Identity__Issuer"] = "%LOCALHOST_ISSUER%/x" },
            });
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    private sealed record SignedToken(JsonElement Header, JsonElement Claims, string Signed, byte[] Signature)
    {
        public static SignedToken Parse(string token)
        {
            var parts = token.Split('.');
            return new SignedToken(
                JsonElement.Parse(Base64Url.DecodeFromChars(parts[0])),
                JsonElement.Parse(Base64Url.DecodeFromChars(parts[1])),
                $"{parts[0]}.{parts[1]}",
                Base64Url.DecodeFromChars(parts[2]));
        }

        public bool Verify(JsonElement key)
        {
            var data = Encoding.ASCII.GetBytes(Signed);
            using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
            return rsa.VerifyData(data, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name));
    }
}
