using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Sas;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Signing;

/// <summary>Managed identity, as far as an emulator knows it: bearer tokens over HTTPS, and signatures made with a user-delegation key.</summary>
public sealed class BearerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate = SelfSigned();
    private AzuriteServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new AzuriteOptions { CertificateFile = Path.Combine(_folder.Path, "cert.pem"), KeyFile = Path.Combine(_folder.Path, "key.pem") };
        await File.WriteAllTextAsync(options.CertificateFile, _certificate.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(options.KeyFile, _certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem(), Stop);
        _server = await AzuriteServer.StartAsync(options, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_three_services_take_bearer_tokens()
    {
        var account = new StorageAccount(_server.BlobEndpoint, _server.QueueEndpoint, _server.TableEndpoint, new IssuedToken());
        var table = account.CreateTableServiceClient(Trusting()).GetTableClient("bearer");
        var queue = account.CreateQueueServiceClient(Trusting()).GetQueueClient("bearer");
        var container = account.CreateBlobServiceClient(Trusting()).GetBlobContainerClient("bearer");

        Assert.True(await table.CreateIfNotExistsAsync(Stop));
        Assert.True((await table.AddEntityAsync(new TableEntity("p", "r"), Stop)).IsSaved);
        Assert.True(await queue.CreateIfNotExistsAsync(Stop));
        await queue.SendMessageAsync("x", cancellationToken: Stop);
        Assert.True(await container.CreateIfNotExistsAsync(Stop));
        Assert.True((await container.GetBlobClient("a").UploadAsync(BinaryData.FromString("x"), cancellationToken: Stop)).IsSaved);
    }

    [Fact]
    public async Task A_link_can_be_signed_without_the_accounts_key()
    {
        var account = new StorageAccount(_server.BlobEndpoint, _server.QueueEndpoint, _server.TableEndpoint, new IssuedToken());
        var meter = new StorageMeter();
        var options = Trusting();
        options.Meter = meter;
        var service = account.CreateBlobServiceClient(options);
        var container = service.GetBlobContainerClient("delegated");
        await container.CreateIfNotExistsAsync(Stop);
        var blob = container.GetBlobClient("目录/a b.txt");
        await blob.UploadAsync(BinaryData.FromString("content"), cancellationToken: Stop);
        using var signer = new BlobSasSigner(service);
        var link = new BlobSasBuilder
        {
            BlobContainerName = container.Name,
            BlobName = blob.Name,
            Permissions = BlobSasPermissions.Read,
            ExpiresOn = TimeProvider.System.GetUtcNow().AddMinutes(10),
        };

        var links = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => await signer.SignAsync(link, Stop)));
        await signer.SignAsync(link with { ExpiresOn = link.ExpiresOn.AddDays(1) }, Stop);

        var read = await new BlobClient(links[0], Trusting()).DownloadContentAsync(cancellationToken: Stop);
        Assert.Equal("content", read.Content.ToString());
        Assert.Equal(2, meter["Blob.UserDelegationKey"]);
    }

    private StorageClientOptions Trusting()
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == _certificate.GetCertHashString(),
            },
        };
        return new StorageClientOptions { Transport = new HttpClientTransport(new HttpClient(handler)) };
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>A token as Entra ID would issue; the emulator checks audience, issuer and times, and no signature.</summary>
    private sealed class IssuedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Assert.Equal(["https://storage.azure.com/.default"], requestContext.Scopes);
            var now = TimeProvider.System.GetUtcNow();
            var claims = $$"""
                {"aud":"https://storage.azure.com","iss":"https://sts.windows.net/66666666-7777-8888-9999-000000000000/",
                "iat":{{now.AddMinutes(-5).ToUnixTimeSeconds()}},"nbf":{{now.AddMinutes(-5).ToUnixTimeSeconds()}},"exp":{{now.AddHours(1).ToUnixTimeSeconds()}},
                "oid":"11111111-2222-3333-4444-555555555555","tid":"66666666-7777-8888-9999-000000000000","ver":"1.0"}
                """;
            return new AccessToken($"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(claims)}.{Part("unchecked")}", now.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));

        private static string Part(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
