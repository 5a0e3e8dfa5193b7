using System.Web;
using Marketplace.Storage;
using Marketplace.Storage.Sas;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Signing;

/// <summary>The worked examples of signatures in docs/storage-protocol.md §2.8, by their numbers there.</summary>
public sealed class SasVectorTests
{
    private static readonly DateTimeOffset Expiry = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly StorageSharedKeyCredential Key = new(AzuriteServer.AccountName, AzuriteServer.AccountKey);

    [Fact]
    public void V8_a_download_with_its_own_disposition() =>
        AssertSignature(
            "4wz29pRhYpRe+B3yl1Q0KM2mJH3lbCCD4FBaSCngcJ4=",
            new BlobSasBuilder
            {
                BlobContainerName = "docs",
                BlobName = "dir/a b.txt",
                Permissions = BlobSasPermissions.Read,
                ExpiresOn = Expiry,
                Protocol = SasProtocol.HttpsAndHttp,
                ContentDisposition = "attachment; filename=\"a b.txt\"",
            }.ToSasQueryParameters(Key));

    [Fact]
    public void V9_a_whole_container() =>
        AssertSignature(
            "K5Zj3rrKyMNOpyZbbWMQD2Ji92Qsbyc7YAM8g2Xcon0=",
            new BlobSasBuilder
            {
                BlobContainerName = "docs",
                Permissions = BlobSasPermissions.List | BlobSasPermissions.Read,
                ExpiresOn = Expiry,
                Protocol = null,
            }.ToSasQueryParameters(Key));

    [Fact]
    public void V13_a_download_in_the_name_of_an_identity()
    {
        var key = new UserDelegationKey(
            "11111111-2222-3333-4444-555555555555",
            "66666666-7777-8888-9999-000000000000",
            "2024-01-01T00:00:00Z",
            "2099-01-01T00:00:00Z",
            "b",
            "2025-11-05",
            "vjOCWalZC+LATjgWB3Afgz7BMSp9RxiQeW+YtH2MfeE=");

        AssertSignature(
            "OijZWwPwhKUyyTL/ml6DIUUAllOjhmL9Wzd6Ae9g7EA=",
            new BlobSasBuilder
            {
                BlobContainerName = "docs",
                BlobName = "dir/a b.txt",
                Permissions = BlobSasPermissions.Read,
                ExpiresOn = Expiry,
                Protocol = SasProtocol.HttpsAndHttp,
            }.ToSasQueryParameters(key, AzuriteServer.AccountName));
        Assert.DoesNotContain(key.Value, key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Permissions_are_written_in_the_fixed_order()
    {
        var all = new BlobSasBuilder
        {
            BlobContainerName = "docs",
            Permissions = BlobSasPermissions.Tag | BlobSasPermissions.List | BlobSasPermissions.Delete | BlobSasPermissions.Write
                | BlobSasPermissions.Create | BlobSasPermissions.Add | BlobSasPermissions.Read,
            ExpiresOn = Expiry,
        };

        Assert.Equal("racwdlt", HttpUtility.ParseQueryString(all.ToSasQueryParameters(Key))["sp"]);
    }

    private static void AssertSignature(string expected, string query) => Assert.Equal(expected, HttpUtility.ParseQueryString(query)["sig"]);
}
