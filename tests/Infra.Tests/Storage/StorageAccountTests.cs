using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Infra.Tests.Storage;

public sealed class StorageAccountTests
{
    [Fact]
    public void The_clouds_addresses_are_made_of_name_and_suffix()
    {
        var account =
            StorageAccount.FromConnectionString("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=a2V5;EndpointSuffix=core.chinacloudapi.cn");

        Assert.Equal("https://contoso.blob.core.chinacloudapi.cn/", account.BlobEndpoint.AbsoluteUri);
        Assert.Equal("https://contoso.queue.core.chinacloudapi.cn/", account.QueueEndpoint.AbsoluteUri);
        Assert.Equal("https://contoso.table.core.chinacloudapi.cn/", account.TableEndpoint.AbsoluteUri);
        Assert.Equal("contoso", account.CreateBlobServiceClient().AccountName);
        Assert.DoesNotContain("a2V5", account.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Development_storage_is_the_emulator_on_its_usual_ports()
    {
        var account = StorageAccount.FromConnectionString("UseDevelopmentStorage=true");

        Assert.Equal("http://127.0.0.1:10001/devstoreaccount1", account.QueueEndpoint.AbsoluteUri);
        Assert.Equal("devstoreaccount1", account.CreateBlobServiceClient().AccountName);
    }

    [Theory]
    [InlineData("", "AccountName")]
    [InlineData("AccountName", "Name=Value")]
    [InlineData("AccountName=a", "AccountKey")]
    [InlineData("AccountKey=a2V5", "AccountName")]
    [InlineData("AccountName=a;AccountKey=a2V5;BlobEndpoint=ftp://x", "BlobEndpoint")]
    [InlineData("AccountName=a;AccountKey=a2V5;TableEndpoint=nonsense", "TableEndpoint")]
    public void What_is_missing_or_malformed_is_named(string connectionString, string named)
    {
        var error = Assert.Throws<FormatException>(() => StorageAccount.FromConnectionString(connectionString));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://contoso.blob.core.windows.net/docs/dir/a%20b", "docs", "dir/a b")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/docs/%E6%8A%A5", "docs", "报")]
    [InlineData("http://azurite:10000/devstoreaccount1/docs/a%2Fb+c", "docs", "a/b+c")]
    public void A_blobs_address_is_read_in_both_forms(string address, string container, string name)
    {
        var blob = new BlobClient(new Uri(address));

        Assert.Equal((container, name), (blob.BlobContainerName, blob.Name));
    }

    [Theory]
    [InlineData("https://contoso.blob.core.windows.net/docs")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/docs")]
    [InlineData("https://contoso.blob.core.windows.net/docs/a%2F..%2Fb")]
    public void Another_address_is_refused(string address) => Assert.Throws<ArgumentException>(() => new BlobClient(new Uri(address)));
}
