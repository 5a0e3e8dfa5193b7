using System.Text;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.Access;
using Marketplace.Functions.Tests.App;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>How far a draft's file has come.</summary>
internal enum FileStage
{
    Announced,
    Uploaded,

    /// <summary>Handed in, checked and clean.</summary>
    Checked,
}

/// <summary>Calls about files as the permission matrix makes them; what is given is the file's path.</summary>
internal static class FileCalls
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    public static PermissionRow Own(Permission permission, FileStage stage, Func<Session, string, Task<Reply>> send) =>
        new(permission, send) { ChangesListing = true, Given = app => GivenAsync(app, stage) };

    public static Task<Reply> AnnounceAsync(Session caller, string id) => caller.PostAsync(
        $"/api/submissions/{id}/attachments", new JsonObject { ["fileName"] = "产品说明.pdf", ["contentType"] = "application/pdf", ["length"] = Pdf.Length });

    /// <summary>A file that everybody may see.</summary>
    public static async Task<string> PublishedAsync(TestApp app)
    {
        var draft = await app.GivenDraftAsync();
        var file = await draft.GivenFileAsync(Pdf);
        await CheckedAsync(app, draft);
        await draft.GivenDecidedAsync(Actor.Reviewer, "publish");
        return $"/api/listings/{draft.ListingId}/attachments/{file}";
    }

    private static async Task<string> GivenAsync(TestApp app, FileStage stage)
    {
        var draft = await app.GivenDraftAsync();
        var ticket = (await draft.AnnounceAsync(Pdf.Length)).Expect(201);
        var file = ticket.Json.Text("attachmentId");
        if (stage >= FileStage.Uploaded)
        {
            Assert.Equal(201, await Drafted.UploadAsync(ticket, Pdf));
        }

        if (stage is FileStage.Checked)
        {
            (await draft.CompleteAsync(file)).Expect(200);
            await CheckedAsync(app, draft);
        }

        return $"/api/submissions/{draft.Id}/attachments/{file}";
    }

    private static async Task CheckedAsync(TestApp app, Drafted draft)
    {
        await draft.RefreshAsync();
        (await draft.SubmitAsync()).Expect(202);
        await app.CheckAsync(draft);
    }
}
