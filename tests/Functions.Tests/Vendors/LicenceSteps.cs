using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Vendors;

/// <summary>How a company hands in its licence: announced, uploaded straight to storage, completed.</summary>
internal static class LicenceSteps
{
    private static readonly HttpClient Phone = new();

    /// <summary>A document without a page.</summary>
    public static byte[] Pdf { get; } = Encoding.ASCII.GetBytes(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\n"
        + "xref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R /Size 3 >>\nstartxref\n109\n%%EOF\n");

    /// <summary>What every scanner takes for malware, put together here so that none takes this file for it.</summary>
    public static byte[] Malware { get; } = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*");

    public static Task<Reply> AnnounceLicenceAsync(this Session session, byte[] file, params (string Name, string Value)[] headers) => session.PostAsync(
        "/api/vendors/me/licence",
        new JsonObject
        {
            ["fileName"] = "营业执照.pdf",
            ["contentType"] = "application/pdf",
            ["length"] = file.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file))
        },
        headers);

    public static Task<Reply> CompleteLicenceAsync(this Session session, string id) => session.PostAsync($"/api/vendors/me/licence/{id}/complete", null);

    public static Task<Reply> RequestVerificationAsync(this Session session, string? id) =>
        session.PostAsync("/api/vendors/me/verification", new JsonObject { ["attachmentId"] = id });

    /// <summary>Announces and uploads; answers the id.</summary>
    public static async Task<string> UploadLicenceAsync(this Session session, byte[] file)
    {
        var ticket = (await session.AnnounceLicenceAsync(file)).Expect(201);
        await UploadAsync(ticket["upload"], file);
        return ticket.Json.Text("attachmentId");
    }

    /// <summary>A licence that is uploaded and complete; its scan is still to come.</summary>
    public static async Task<string> GivenLicenceAsync(this TestApp app, string code, byte[]? file = null)
    {
        var admin = app.As(VendorSteps.AdminOf(code));
        var id = await admin.UploadLicenceAsync(file ?? Pdf);
        (await admin.CompleteLicenceAsync(id)).Expect(200);
        return id;
    }

    public static async Task<byte[]> DownloadAsync(this JsonElement link) =>
        await Phone.GetByteArrayAsync(new Uri(link.Text("url")), TestContext.Current.CancellationToken);

    private static async Task UploadAsync(JsonElement ticket, byte[] file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, ticket.Text("url")) { Content = new ByteArrayContent(file) };
        foreach (var header in ticket.GetProperty("headers").EnumerateObject())
        {
            if (header.Name == "content-type")
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(header.Value.GetString()!);
            }
            else
            {
                request.Headers.Add(header.Name, header.Value.GetString());
            }
        }

        using var answer = await Phone.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)answer.StatusCode);
    }
}
