using System.Globalization;
using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Pipeline;
using Marketplace.Storage.Sas;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Signing;

/// <summary>Signatures in the hands of somebody who has nothing else.</summary>
public sealed class SasTests
{
    private static readonly StorageSharedKeyCredential Key = new(AzuriteServer.AccountName, AzuriteServer.AccountKey);
    private static readonly DateTimeOffset Soon = TimeProvider.System.GetUtcNow().AddMinutes(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_download_link_gives_one_blob_with_the_headers_it_names()
    {
        var container = await Emulator.ContainerAsync();
        var blob = container.GetBlobClient("报告 1.pdf");
        await blob.UploadAsync(BinaryData.FromString("content"), cancellationToken: Stop);
        var link = Link(blob, BlobSasPermissions.Read) with
        {
            ContentDisposition = "attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf",
            ContentType = "application/pdf"
        };
        using var browser = new HttpClient();

        using var answer = await browser.GetAsync(new Uri($"{blob.Uri}?{link.ToSasQueryParameters(Key)}"), Stop);

        Assert.Equal("content", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("报告.pdf", answer.Content.Headers.ContentDisposition!.FileNameStar);
        var client = new BlobClient(new Uri($"{blob.Uri}?{link.ToSasQueryParameters(Key)}"));
        Assert.Equal(blob.Name, client.Name);
        Assert.True((await client.DownloadContentAsync(cancellationToken: Stop)).IsFound);
        var write = await Assert.ThrowsAsync<RequestFailedException>(() => client.UploadAsync(BinaryData.Empty, cancellationToken: Stop));
        Assert.Equal(403, write.Status);
    }

    [Fact]
    public async Task An_upload_link_lets_one_new_blob_in_and_nothing_be_overwritten()
    {
        var container = await Emulator.ContainerAsync();
        var blob = container.GetBlobClient("quarantine/1");
        var client = new BlobClient(new Uri($"{blob.Uri}?{Link(blob, BlobSasPermissions.Create).ToSasQueryParameters(Key)}"));

        Assert.True((await client.UploadAsync(BinaryData.FromString("first"), cancellationToken: Stop)).IsSaved);

        var second = await Assert.ThrowsAsync<RequestFailedException>(() => client.UploadAsync(BinaryData.FromString("second"), cancellationToken: Stop));
        Assert.Equal(403, second.Status);
        Assert.False(StorageFailure.IsOutage(second));
        Assert.Equal("first", (await blob.DownloadContentAsync(cancellationToken: Stop)).Content.ToString());
    }

    [Fact]
    public async Task A_large_upload_by_link_goes_block_by_block()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("quarantine/large");
        var link = Link(blob, BlobSasPermissions.Create | BlobSasPermissions.Write);
        var client = new BlockBlobClient(new Uri($"{blob.Uri}?{link.ToSasQueryParameters(Key)}"));

        await client.StageBlockAsync("YQ==", "part"u8.ToArray(), cancellationToken: Stop);
        Assert.True((await client.CommitBlockListAsync(["YQ=="], cancellationToken: Stop)).IsSaved);

        Assert.Equal("part", (await blob.DownloadContentAsync(cancellationToken: Stop)).Content.ToString());
    }

    [Fact]
    public async Task An_expired_link_gives_nothing()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("x"), cancellationToken: Stop);
        var link = Link(blob, BlobSasPermissions.Read) with { ExpiresOn = Soon.AddMinutes(-11) };
        var client = new BlobClient(new Uri($"{blob.Uri}?{link.ToSasQueryParameters(Key)}"));

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => client.DownloadContentAsync(cancellationToken: Stop));

        Assert.Equal(403, error.Status);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_signature_serves_as_a_credential_of_all_clients()
    {
        var signature = AccountSignature();
        var server = await AzuriteServer.Shared;
        var account = StorageAccount.FromConnectionString(
            $"BlobEndpoint={server.BlobEndpoint};QueueEndpoint={server.QueueEndpoint};TableEndpoint={server.TableEndpoint};SharedAccessSignature={signature}");
        var table = account.CreateTableServiceClient().GetTableClient(Emulator.Name("sas"));
        var queue = account.CreateQueueServiceClient().GetQueueClient(Emulator.Name("sas"));
        var container = account.CreateBlobServiceClient().GetBlobContainerClient(Emulator.Name("sas"));

        Assert.True(await table.CreateIfNotExistsAsync(Stop));
        Assert.True(await queue.CreateIfNotExistsAsync(Stop));
        Assert.True(await container.CreateIfNotExistsAsync(Stop));
        Assert.True((await table.SubmitTransactionAsync([TableTransactionAction.Add(new TableEntity("p", "r"))], Stop)).IsSaved);
        Assert.Single(await table.QueryAsync(cancellationToken: Stop).ToListAsync(Stop));
        await queue.SendMessageAsync("x", cancellationToken: Stop);
        Assert.Single(await queue.ReceiveMessagesAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task A_signer_gives_links_that_work_as_they_are()
    {
        var service = (await Emulator.AccountAsync()).CreateBlobServiceClient();
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("a b#c.txt");
        await blob.UploadAsync(BinaryData.FromString("x"), cancellationToken: Stop);
        using var signer = new BlobSasSigner(service);
        using var browser = new HttpClient();

        var link = await signer.SignAsync(Link(blob, BlobSasPermissions.Read) with { Protocol = SasProtocol.Https }, Stop);

        Assert.Equal("x", await browser.GetStringAsync(link, Stop));
        using var without = new BlobSasSigner(new BlobServiceClient(service.Uri, StorageCredential.None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await without.SignAsync(Link(blob, BlobSasPermissions.Read), Stop));
    }

    // All of an account (docs/storage-protocol.md §2.4); the product signs links to blobs only.
    private static string AccountSignature()
    {
        var expires = Soon.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var signature = Key.Sign(string.Join('\n', Key.AccountName, "rwdlacup", "bqt", "sco", "", expires, "", "https,http", ApiVersions.Sas, "", ""));
        return $"sv={ApiVersions.Sas}&ss=bqt&srt=sco&sp=rwdlacup&se={Uri.EscapeDataString(expires)}&spr=https,http&sig={Uri.EscapeDataString(signature)}";
    }

    private static BlobSasBuilder Link(BlobClient blob, BlobSasPermissions permissions) => new()
    {
        BlobContainerName = blob.BlobContainerName,
        BlobName = blob.Name,
        Permissions = permissions,
        ExpiresOn = Soon,
        Protocol = SasProtocol.HttpsAndHttp,
    };
}
