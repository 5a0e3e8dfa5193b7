using Azure.Core;
using Azure.Core.Pipeline;
using Marketplace.Storage;
using Marketplace.Storage.Pipeline;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Signing;

/// <summary>The worked examples of docs/storage-protocol.md §2.8, by their numbers there.</summary>
public sealed class SharedKeyTests
{
    private const string Common =
        "x-ms-client-request-id:00000000-0000-0000-0000-000000000001\nx-ms-date:Fri, 02 Feb 2024 03:04:05 GMT\n";

    private const string Version = "x-ms-version:2024-11-04\n";

    private static readonly StorageSharedKeyCredential Key = new(AzuriteServer.AccountName, AzuriteServer.AccountKey);

    [Fact]
    public void V1_an_upload_signs_its_length_type_condition_and_metadata() =>
        AssertSigned(
            Request("PUT", "docs/dir/a%20b.txt", static request =>
            {
                request.Content = RequestContent.Create("hello"u8.ToArray());
                request.Headers.Add("Content-Type", "text/plain; charset=utf-8");
                request.Headers.Add("If-None-Match", "\"0x0\"");
                request.Headers.Add("x-ms-blob-type", "BlockBlob");
                request.Headers.Add("x-ms-meta-owner", "me");
            }),
            "PUT\n\n\n5\n\ntext/plain; charset=utf-8\n\n\n\n\"0x0\"\n\n\nx-ms-blob-type:BlockBlob\n" + Common + "x-ms-meta-owner:me\n" + Version
            + "/devstoreaccount1/devstoreaccount1/docs/dir/a%20b.txt",
            "N45uXvhz6fuz0Mlyrx2Xy3Vj610pujZnAc5hVYugk7A=");

    [Fact]
    public void V2_a_listing_signs_its_query_sorted_and_decoded() =>
        AssertSigned(
            Request("GET", "docs?restype=container&comp=list&prefix=dir%2Fa%20b&maxresults=5"),
            "GET\n\n\n\n\n\n\n\n\n\n\n\n" + Common + Version
            + "/devstoreaccount1/devstoreaccount1/docs\ncomp:list\nmaxresults:5\nprefix:dir/a b\nrestype:container",
            "mjNAcfcKkiZMJtGEAzkDfdeQVujsVs4+obIpp2Yrd0E=");

    [Fact]
    public void V3_receiving_messages() =>
        AssertSigned(
            Request("GET", "vectors/messages?numofmessages=32&visibilitytimeout=30"),
            "GET\n\n\n\n\n\n\n\n\n\n\n\n" + Common + Version
            + "/devstoreaccount1/devstoreaccount1/vectors/messages\nnumofmessages:32\nvisibilitytimeout:30",
            "saDwxjBRxpgszmtPc18VxWjCwwLLvZEMigZxb9QMKXs=");

    [Fact]
    public void V4_inserting_an_entity() =>
        AssertTableSigned(
            Request("POST", "Vectors", static request => request.Headers.Add("Content-Type", "application/json")),
            "POST\n\napplication/json\nFri, 02 Feb 2024 03:04:05 GMT\n/devstoreaccount1/devstoreaccount1/Vectors",
            "5JhqyI035B8hjNEb144IFQP4MvI9zp7LU5pxo2+LvMk=");

    [Fact]
    public void V5_a_table_query_is_not_signed() =>
        AssertTableSigned(
            Request("GET", "Vectors()?$filter=PartitionKey%20eq%20'p'&$top=1"),
            "GET\n\n\nFri, 02 Feb 2024 03:04:05 GMT\n/devstoreaccount1/devstoreaccount1/Vectors()",
            "Edo4xNKqPv2NmS/axhpnAjTSqwrE2IOvzoKbjH2B9gk=");

    [Fact]
    public void V7_of_a_table_services_query_the_component_is_signed() =>
        AssertTableSigned(
            Request("GET", "?restype=service&comp=properties"),
            "GET\n\n\nFri, 02 Feb 2024 03:04:05 GMT\n/devstoreaccount1/devstoreaccount1/?comp=properties",
            "bFxXqHiy4XL8qoscKTXTtcI2e+Rv4wcfzlScPP+tfeM=");

    [Fact]
    public void V16_in_the_cloud_the_account_stands_once()
    {
        var request = Request("GET", "docs?restype=container&comp=list&prefix=dir%2Fa%20b&maxresults=5");
        request.Uri.Reset(new Uri("https://contoso.blob.core.windows.net/docs?restype=container&comp=list&prefix=dir%2Fa%20b&maxresults=5"));

        Assert.Equal("TaePa1hfOHIBTTbsGHDLL15lNO+IVk2hFt9ZxNAhBxs=", Key.Sign(SharedKeyPolicy.StringToSign(request, "contoso")));
    }

    [Fact]
    public void A_key_that_is_not_base64_is_refused_without_being_shown()
    {
        var error = Assert.Throws<FormatException>(() =>
            StorageAccount.FromConnectionString("AccountName=a;AccountKey=not*base64;EndpointSuffix=example.net"));

        Assert.DoesNotContain("not*base64", error.ToString(), StringComparison.Ordinal);
    }

    private static void AssertSigned(Request request, string text, string signature)
    {
        Assert.Equal(text, SharedKeyPolicy.StringToSign(request, Key.AccountName));
        Assert.Equal(signature, Key.Sign(text));
    }

    private static void AssertTableSigned(Request request, string text, string signature)
    {
        Assert.Equal(text, TableSharedKeyPolicy.StringToSign(request, Key.AccountName));
        Assert.Equal(signature, Key.Sign(text));
    }

    private static Request Request(string method, string pathAndQuery, Action<Request>? add = null)
    {
        var request = HttpClientTransport.Shared.CreateRequest();
        request.Method = RequestMethod.Parse(method);
        request.Uri.Reset(new Uri("http://127.0.0.1:10000/devstoreaccount1/" + pathAndQuery));
        request.Headers.Add("x-ms-date", "Fri, 02 Feb 2024 03:04:05 GMT");
        request.Headers.Add("x-ms-version", "2024-11-04");
        request.Headers.Add("x-ms-client-request-id", "00000000-0000-0000-0000-000000000001");
        add?.Invoke(request);
        return request;
    }
}
