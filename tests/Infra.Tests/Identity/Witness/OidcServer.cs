using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Identity.Witness;

/// <summary>The independent OIDC server of tests/witnesses/oidc, one for the class that uses it.</summary>
public sealed class OidcServer : IAsyncLifetime
{
    private static readonly string Folder = RepoRoot.Combine("tests", "witnesses", "oidc");
    private readonly HttpClient _http = new();
    private Process? _process;

    /// <summary>Its exact issuer.</summary>
    public string Issuer { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            throw new InvalidOperationException($"The OIDC server is not installed. Run: npm ci --prefix {Folder}");
        }

        _process = Process.Start(new ProcessStartInfo("node", ["server.mjs"])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3));
        Issuer = line?.Split(' ') is ["issuer", var issuer] ? issuer : throw new InvalidOperationException($"The OIDC server did not start: {line}");
    }

    /// <summary>An access token by client credentials, signed with <paramref name="algorithm"/>.</summary>
    public async Task<string> TokenAsync(string algorithm, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Issuer + "/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("resource", "urn:marketplace:" + algorithm)]),
        };
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("official:for-tests-on-loopback")));
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!["access_token"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
