using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Sas;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Witnesses;

public sealed class WitnessTests
{
    private const string Partition = "分区 %+&";
    private const string Row = "行'1'";
    private const string BlobName = "目录/文件 1%+'#?&.txt";
    private const string Text = "一地创新、多地复用 😀 'q' \"d\" <&>";

    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero).AddTicks(1234567);
    private static readonly Guid Id = new("11111111-2222-3333-4444-555555555555");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_official_clients_read_what_ours_wrote()
    {
        var (table, queue, container) = (await Emulator.TableAsync(), await Emulator.QueueAsync(), await Emulator.ContainerAsync());
        await table.AddEntityAsync(Entity(), Stop);
        await table.SubmitTransactionAsync(
            [
                TableTransactionAction.Add(new TableEntity("batch", "1") { { "Text", Text } }),
                TableTransactionAction.Upsert(new TableEntity("batch", "2") { { "Text", Text } }, TableUpdateMode.Replace),
            ],
            Stop);
        var upload = await UploadAsync(container);
        await queue.SendMessageAsync(Text, cancellationToken: Stop);

        var seen = await Witness.TestifyAsync("witness.mjs", await JobAsync("read", table, queue, container), Stop);

        var row = seen.GetProperty("row");
        Assert.Equal(Text, Value(row, "Text", "String"));
        Assert.Equal("", Value(row, "Empty", "String"));
        Assert.Equal("true", Value(row, "Flag", "Boolean"));
        Assert.Equal("-7", Value(row, "Int32", "Int32"));
        Assert.Equal("9007199254740993", Value(row, "Int64", "Int64"));
        Assert.Equal("0.1", Value(row, "Double", "Double"));
        Assert.Equal("3", Value(row, "Whole", "Int32")); // Azurite answers 3.0 as 3, without a type.
        Assert.Equal("2026-02-03T04:05:06.1234567Z", Value(row, "Time", "DateTime"));
        Assert.Equal(Id.ToString(), Value(row, "Guid", "Guid"));
        Assert.Equal("AAH/", Value(row, "Binary", "Binary"));
        Assert.Equal([("1", Text), ("2", Text)], seen.GetProperty("batch").EnumerateArray().Select(static pair => (pair[0].GetString(), pair[1].GetString())));
        var blob = seen.GetProperty("blob");
        Assert.Equal(Text, blob.GetProperty("text").GetString());
        Assert.Equal(Text, blob.GetProperty("owner").GetString());
        Assert.Equal("text/plain; charset=utf-8", blob.GetProperty("type").GetString());
        Assert.Equal("attachment; filename=\"a b.txt\"", blob.GetProperty("disposition").GetString());
        Assert.Equal(upload.ETag.ToString("H"), blob.GetProperty("etag").GetString());
        Assert.Equal(["YTI=", "YTE="], seen.GetProperty("blocks").EnumerateArray().Select(static id => id.GetString()));
        Assert.Equal("onetwo", seen.GetProperty("log").GetString());
        Assert.Equal(Text, seen.GetProperty("message").GetString());
        Assert.Equal(["blocks", "log", BlobName], seen.GetProperty("names").EnumerateArray().Select(static name => name.GetString()));
    }

    [Fact]
    public async Task Ours_read_what_the_official_clients_wrote()
    {
        var (table, queue, container) = (await Emulator.TableAsync(), await Emulator.QueueAsync(), await Emulator.ContainerAsync());

        var told = await Witness.TestifyAsync("witness.mjs", await JobAsync("write", table, queue, container), Stop);

        var row = await table.GetEntityIfExistsAsync(Partition, Row, null, Stop);
        var expected = Entity();
        Assert.Equal(expected.Keys.Order(), row!.Keys.Order());
        Assert.All(expected, property => Assert.Equal(property.Value, row[property.Key]));
        var batch = await table.QueryAsync(TableFilter.Partition("batch"), cancellationToken: Stop).ToListAsync(Stop);
        Assert.Equal([("1", Text), ("2", Text)], batch.Select(static entity => (entity.RowKey, entity.GetString("Text"))));
        var blob = await container.GetBlobClient(BlobName).DownloadContentAsync(cancellationToken: Stop);
        Assert.Equal(Text, blob.Content.ToString());
        Assert.Equal(Text, blob.Properties!.Metadata["owner"]);
        Assert.Equal("text/plain; charset=utf-8", blob.Properties.HttpHeaders.ContentType);
        Assert.Equal("attachment; filename=\"a b.txt\"", blob.Properties.HttpHeaders.ContentDisposition);
        Assert.Equal(told.GetProperty("etag").GetString(), blob.Properties.ETag.ToString("H"));
        Assert.Equal("twoone", (await container.GetBlobClient("blocks").DownloadContentAsync(cancellationToken: Stop)).Content.ToString());
        Assert.Equal("onetwo", (await container.GetAppendBlobClient("log").DownloadContentAsync(cancellationToken: Stop)).Content.ToString());
        Assert.Equal(Text, Assert.Single(await queue.ReceiveMessagesAsync(cancellationToken: Stop)).MessageText);
    }

    [Fact]
    public async Task Both_sign_the_same_link_alike()
    {
        var key = new UserDelegationKey(
            Id.ToString(),
            "66666666-7777-8888-9999-000000000000",
            "2026-01-01T00:00:00Z",
            "2099-01-01T00:00:00Z",
            "b",
            "2025-11-05",
            "vjOCWalZC+LATjgWB3Afgz7BMSp9RxiQeW+YtH2MfeE=");
        var job = new JsonObject
        {
            ["connection"] = (await AzuriteServer.Shared).ConnectionString,
            ["action"] = "sign",
            ["table"] = "unused",
            ["queue"] = "unused",
            ["container"] = "docs",
            ["blob"] = BlobName,
            ["account"] = AzuriteServer.AccountName,
            ["key"] = AzuriteServer.AccountKey,
            ["delegation"] = new JsonObject
            {
                ["signedObjectId"] = key.SignedObjectId,
                ["signedTenantId"] = key.SignedTenantId,
                ["signedStartsOn"] = key.SignedStartsOn,
                ["signedExpiresOn"] = key.SignedExpiresOn,
                ["signedService"] = key.SignedService,
                ["signedVersion"] = key.SignedVersion,
                ["value"] = key.Value,
            },
        };
        var link = new BlobSasBuilder
        {
            BlobContainerName = "docs",
            BlobName = BlobName,
            Permissions = BlobSasPermissions.Read | BlobSasPermissions.Create | BlobSasPermissions.Write,
            StartsOn = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ExpiresOn = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ContentDisposition = "attachment; filename=\"a b.txt\"",
            ContentType = "text/plain",
            CacheControl = "no-store",
            IPRange = "168.1.5.60-168.1.5.70",
        };

        var signed = await Witness.TestifyAsync("witness.mjs", job, Stop);

        Assert.Equal(
            signed.GetProperty("byKey").GetString(),
            SignatureIn(link.ToSasQueryParameters(new StorageSharedKeyCredential(AzuriteServer.AccountName, AzuriteServer.AccountKey))));
        Assert.Equal(signed.GetProperty("byIdentity").GetString(), SignatureIn(link.ToSasQueryParameters(key, AzuriteServer.AccountName)));
    }

    private static TableEntity Entity() => new(Partition, Row)
    {
        { "Text", Text },
        { "Empty", "" },
        { "Flag", true },
        { "Int32", -7 },
        { "Int64", 9007199254740993 },
        { "Double", 0.1 },
        { "Whole", 3.0 },
        { "Time", Time },
        { "Guid", Id },
        { "Binary", new byte[] { 0, 1, 255 } },
    };

    private static async Task<WriteResult> UploadAsync(BlobContainerClient container)
    {
        var blocks = container.GetBlockBlobClient("blocks");
        await blocks.StageBlockAsync("YTE=", "one"u8.ToArray(), cancellationToken: Stop);
        await blocks.StageBlockAsync("YTI=", "two"u8.ToArray(), cancellationToken: Stop);
        await blocks.CommitBlockListAsync(["YTI=", "YTE="], cancellationToken: Stop);
        var log = container.GetAppendBlobClient("log");
        await log.CreateIfNotExistsAsync(cancellationToken: Stop);
        await log.AppendBlockAsync("one"u8.ToArray(), 0, cancellationToken: Stop);
        await log.AppendBlockAsync("two"u8.ToArray(), 3, cancellationToken: Stop);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain; charset=utf-8", ContentDisposition = "attachment; filename=\"a b.txt\"" },
            Metadata = new Dictionary<string, string> { ["owner"] = Text },
        };
        return await container.GetBlobClient(BlobName).UploadAsync(new BinaryData(Encoding.UTF8.GetBytes(Text)), options, Stop);
    }

    private static async Task<JsonObject> JobAsync(string action, TableClient table, QueueClient queue, BlobContainerClient container) => new()
    {
        ["connection"] = (await AzuriteServer.Shared).ConnectionString,
        ["action"] = action,
        ["table"] = table.Name,
        ["queue"] = queue.Name,
        ["container"] = container.Name,
        ["facts"] = new JsonObject { ["partition"] = Partition, ["row"] = Row, ["blob"] = BlobName, ["text"] = Text },
    };

    private static string? Value(JsonElement row, string name, string type)
    {
        var property = row.GetProperty(name);
        Assert.Equal(type, property.GetProperty("type").GetString());
        return property.GetProperty("value").ToString();
    }

    private static string? SignatureIn(string query) => HttpUtility.ParseQueryString(query)["sig"];
}
