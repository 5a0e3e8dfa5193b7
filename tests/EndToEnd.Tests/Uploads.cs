using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>Files on their way to a submission, carried by a client of Azure Storage that is not ours.</summary>
internal sealed class Uploads(Session owner, string submission, LogSearch search)
{
    private const int BlockSize = 1 << 16;

    /// <summary>Announces a file, uploads it in one request, and has it inspected.</summary>
    public Task<Reply> WholeAsync(string fileName, string type, byte[] bytes) => SendAsync(fileName, type, bytes, static (upload, job) => upload(job));

    /// <summary>The same block by block: the client dies after the first block, and another one sends the rest.</summary>
    public Task<Reply> BrokenOffAsync(string fileName, string type, byte[] bytes) => SendAsync(fileName, type, bytes, async (upload, job) =>
    {
        var count = (bytes.Length + BlockSize - 1) / BlockSize;
        await upload(With(job, Enumerable.Range(0, 1), commit: false));
        await upload(With(job, Enumerable.Range(1, count - 1), commit: true));
    });

    private async Task<Reply> SendAsync(string fileName, string type, byte[] bytes, Func<Func<JsonObject, Task>, JsonObject, Task> send)
    {
        var announcement = new JsonObject { ["fileName"] = fileName, ["contentType"] = type, ["length"] = bytes.Length };
        var ticket = (await owner.PostAsync($"/api/submissions/{submission}/attachments", announcement)).Expect(201);
        var url = ticket["upload"].Text("url");
        search.ExpectSignature(url);
        var job = new JsonObject { ["url"] = url, ["contentType"] = type, ["bytes"] = Convert.ToBase64String(bytes) };
        await send(static job => Witness.TestifyAsync("upload.mjs", job, TestContext.Current.CancellationToken), job);
        return await owner.PostAsync($"/api/submissions/{submission}/attachments/{ticket["attachmentId"].GetString()}/complete", null);
    }

    private static JsonObject With(JsonObject job, IEnumerable<int> blocks, bool commit)
    {
        var part = (JsonObject)job.DeepClone();
        part["blocks"] =
            new JsonObject { ["size"] = BlockSize, ["send"] = new JsonArray([.. blocks.Select(static index => JsonValue.Create(index))]), ["commit"] = commit };
        return part;
    }
}
