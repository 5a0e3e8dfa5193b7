using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>From a vendor's upload to a searchable product, and a department's case that is linked to it, through real processes.</summary>
public sealed class JourneyTests
{
    private const string ProductName = "瞭望哨协同处置平台";
    private const string CaseName = "瞭望哨平台在本市的实践";
    private const string Reason = "请删去绝对化用语，并附上用户手册。";
    private const string Pdf = "application/pdf";

    /// <summary>What was published is found soon; the five seconds of product.md are measured by Benchmarks, on a machine at rest.</summary>
    private static readonly TimeSpan Searchable = TimeSpan.FromMinutes(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vendors_product_is_uploaded_reviewed_revised_published_found_and_downloaded_and_a_case_is_linked_to_it()
    {
        await using var instance = await MarketplaceInstance.StartAsync(Stop);
        var reviewer = await instance.AsAsync("gov.reviewer", ("region", "44"));
        var (phone, vendor) = (await instance.AsAsync(), await SignUpAsync(instance));

        var product = await DraftAsync(instance, vendor, reviewer);
        var manual = await RequestedChangesAsync(instance, product, vendor);
        await product.DecideAsync("publish");

        await FoundAsync(phone, ProductName, product.ListingId);
        await DownloadedAsync(instance, phone, product.ListingId, "用户手册.pdf", manual);
        var versions = (await phone.GetAsync($"/api/listings/{product.ListingId}/versions")).Expect(200);
        Assert.Equal(ProductName, Assert.Single(versions["items"].EnumerateArray()).GetProperty("product").Text("name"));
        await ToldAsync(product);

        var @case = await RecommendAsync(instance, reviewer, product.ListingId);
        await FoundAsync(phone, CaseName, @case.ListingId);
        await RelatedAsync(phone, @case.ListingId, product.ListingId);
        await RelatedAsync(phone, product.ListingId, @case.ListingId);
    }

    private static async Task<Session> SignUpAsync(MarketplaceInstance instance)
    {
        var admin = await instance.AsAsync("vendor.admin", ("creditCode", Actor.SampleVendor));
        var profile = new JsonObject { ["name"] = "示例云岭政务软件（广州）有限公司", ["sizeClass"] = "small", ["region"] = "4401" };
        (await admin.SendAsync("PUT", "/api/vendors/me", Session.Content(profile.ToJsonString(), "application/json"))).Expect(201);
        return await instance.AsAsync("vendor.member", ("creditCode", Actor.SampleVendor));
    }

    /// <summary>A draft saved as it grows, with one file, handed in with a word that advertising law forbids.</summary>
    private static async Task<Journey> DraftAsync(MarketplaceInstance instance, Session vendor, Session reviewer)
    {
        var product = await Journey.OpenAsync(vendor, reviewer, "product", new JsonObject { ["name"] = ProductName });
        var complete = Contents.Product().With("name", ProductName).With("contact", Contact(instance));
        Assert.NotEqual(0, (await product.SaveAsync(complete.With("serviceContent", null)))["issues"].GetArrayLength());
        Assert.Equal(0, (await product.SaveAsync(complete.With("description", "全国最佳的协同处置平台。")))["issues"].GetArrayLength());
        (await new Uploads(vendor, product.Id, instance.Secrets).WholeAsync("产品说明.pdf", Pdf, Document(1_000))).Expect(200);

        var finding = Assert.Single((await product.HandInAsync())["findings"].EnumerateArray(), static one => one.Text("code") == "advertisingTerm");
        Assert.Equal("description", finding.Text("field"));
        await product.DecideAsync("requestChanges", Reason);
        return product;
    }

    /// <summary>The vendor hears of it, changes the text, sends a file in two goes, and hands in again.</summary>
    private static async Task<byte[]> RequestedChangesAsync(MarketplaceInstance instance, Journey product, Session vendor)
    {
        Assert.Equal(Reason, (await product.NoticeAsync("submission.changesRequested")).Text("reason"));
        await product.SaveAsync(Contents.Product().With("name", ProductName).With("contact", Contact(instance)));
        var manual = Document(200_000);
        (await new Uploads(vendor, product.Id, instance.Secrets).BrokenOffAsync("用户手册.pdf", Pdf, manual)).Expect(200);
        Assert.DoesNotContain((await product.HandInAsync())["findings"].EnumerateArray(), static one => one.Text("code") == "advertisingTerm");
        return manual;
    }

    private static async Task FoundAsync(Session phone, string name, string listingId)
    {
        var found = await Eventually.ResultAsync(() =>
            phone.GetAsync($"/api/listings?q={Uri.EscapeDataString(name)}"), reply => reply.Ids.Contains(listingId), Stop, Searchable);
        Assert.Equal(name, found["items"].EnumerateArray().First(item => item.Text("id") == listingId).Text("name"));
        var detail = (await phone.GetAsync($"/api/listings/{listingId}")).Expect(200);
        Assert.True(detail["hasContact"].GetBoolean());
        Assert.DoesNotContain("020-00000042", detail.Text, StringComparison.Ordinal);
    }

    private static async Task DownloadedAsync(MarketplaceInstance instance, Session phone, string listingId, string fileName, byte[] bytes)
    {
        var files = (await phone.GetAsync($"/api/listings/{listingId}")).Expect(200)["product"].GetProperty("attachments").EnumerateArray().ToList();
        Assert.Equal(2, files.Count);
        var file = files.Single(one => one.Text("fileName") == fileName);
        var link = (await phone.GetAsync($"/api/listings/{listingId}/attachments/{file.Text("attachmentId")}")).Expect(200);
        instance.Secrets.ExpectSignature(link["url"].GetString()!);
        using var client = new HttpClient();
        using var download = await client.GetAsync(new Uri(link["url"].GetString()!), Stop);
        Assert.Equal(bytes, await download.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(("attachment", fileName),
            (download.Content.Headers.ContentDisposition?.DispositionType, download.Content.Headers.ContentDisposition?.FileNameStar));
    }

    /// <summary>All that became of it, with times and reasons, in one answer.</summary>
    private static async Task ToldAsync(Journey product)
    {
        var steps = (await product.ReadAsync())["history"].EnumerateArray().ToList();
        Assert.Equal(
            ["save", "submit", "startChecks", "passChecks", "claim", "requestChanges", "submit", "startChecks", "passChecks", "claim", "publish"],
            steps.Select(static step => step.Text("action")));
        Assert.Equal(steps.OrderBy(At).Select(At), steps.Select(At));
        Assert.Equal(Reason, steps[5].Text("reason"));
        Assert.Equal("published", steps[^1].Text("state"));
    }

    /// <summary>A department recommends the case in which it uses the product, and the reviewer publishes it.</summary>
    private static async Task<Journey> RecommendAsync(MarketplaceInstance instance, Session reviewer, string productId)
    {
        var department = await instance.AsAsync("gov.user", ("region", "4401"), ("department", "gz-data-administration"));
        var content = Contents.Case().With("name", CaseName).With("linkedListings", new JsonArray(productId)).With("contact", Contact(instance));
        var recommended = await Journey.OpenAsync(department, reviewer, "case", content);
        await recommended.HandInAsync();
        await recommended.DecideAsync("publish");
        return recommended;
    }

    private static async Task RelatedAsync(Session phone, string from, string to)
    {
        var related = (await phone.GetAsync($"/api/listings/{from}/related")).Expect(200);
        Assert.Contains(related["linked"].EnumerateArray(), item => item.Text("id") == to);
    }

    private static JsonObject Contact(MarketplaceInstance instance)
    {
        var contact = new JsonObject { ["name"] = "瞭望哨联系人", ["phone"] = "020-00000042" };
        foreach (var (_, value) in contact)
        {
            instance.Secrets.Expect(value!.GetValue<string>());
        }

        return contact;
    }

    private static DateTimeOffset At(JsonElement step) => step.GetProperty("at").GetDateTimeOffset();

    /// <summary>A PDF of about that many bytes, no two pieces of which are alike.</summary>
    private static byte[] Document(int length)
    {
        var noise = new byte[length / 2];
        new Random(length).NextBytes(noise);
        return Encoding.ASCII.GetBytes(
            $"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% {Convert.ToHexString(noise)}\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    }
}
