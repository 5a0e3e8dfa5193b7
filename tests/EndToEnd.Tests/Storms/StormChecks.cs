using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests.Storms;

/// <summary>What must hold once a storm is over: everything ended as planned, once, and every view says the same.</summary>
internal sealed class StormChecks(MarketplaceInstance instance, Storm storm, StormPeople people, CancellationToken stop)
{
    private const string Lists = "SubmissionLists";
    private const string Stuck = "submission.stuck";

    public async Task RunAsync(int imported)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var owner in storm.Entries.GroupBy(entry => entry.Owner))
        {
            await OwnerAsync(people.Owners[owner.Key], [.. owner], kept);
        }

        await CatalogueAsync(imported);
        await TrailAsync();
        await FilesAsync(kept);
        Assert.Equal(0, (await people.Reviewer.GetAsync("/api/reviews", stop)).Good()["total"].GetInt64());
        await ListsAsync();
    }

    /// <summary>
    /// Each submission went its way step by step and once, and its owner was told of each step once. What operators hear is not counted: an owner may be one.
    /// </summary>
    private async Task OwnerAsync(Applicant owner, IReadOnlyList<StormEntry> entries, HashSet<string> kept)
    {
        var notices = (await WalkAsync(owner.Client, "/api/me/notifications"))
            .Where(notice => notice.TryGetProperty("submissionId", out _) && notice.GetProperty("to").GetString() != "operators")
            .ToLookup(notice => notice.GetProperty("submissionId").GetString()!, notice => notice.GetProperty("code").GetString()!);
        var all = new List<string>();
        foreach (var entry in entries)
        {
            var id = storm.Ended[entry.Number];
            all.Add(id);
            await SubmissionAsync(owner, id, entry.IsPublished ? "published" : "rejected", entry.Actions(), kept);
            await ToldAsync(id, entry.Notices(), [.. notices[id]]);
            if (entry.Course is not StormCourse.PublishedThenRevised)
            {
                continue;
            }

            var revision = $"{id[..id.LastIndexOf('-')]}-2";
            all.Add(revision);
            await SubmissionAsync(owner, revision, "published", StormEntry.RevisionActions, kept);
            await ToldAsync(revision, StormEntry.RevisionNotices, [.. notices[revision]]);
        }

        var listed = await WalkAsync(owner.Client, "/api/submissions");
        Assert.Equal(all.Order(StringComparer.Ordinal), listed.Select(item => item.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
    }

    /// <summary>Of each step once; and of being stuck, which only some are, as often as the trail says that it was.</summary>
    private async Task ToldAsync(string id, IEnumerable<string> steps, IReadOnlyList<string> told)
    {
        Assert.Equal(steps.Order(StringComparer.Ordinal), told.Where(code => code != Stuck).Order(StringComparer.Ordinal));
        if (!told.Contains(Stuck))
        {
            return;
        }

        var trail = await WalkAsync(people.Operator, "/api/operations/audit", $"&object=listings/{id[..id.LastIndexOf('-')]}&action={Stuck}");
        var stuck = trail.Count(item => item.GetProperty("changes").EnumerateArray()
            .Any(change => change.GetProperty("field").GetString() == "submission" && change.GetProperty("after").GetString() == id));
        Assert.Equal(stuck, told.Count(code => code == Stuck));
    }

    private async Task SubmissionAsync(Applicant owner, string id, string state, IEnumerable<string> actions, HashSet<string> kept)
    {
        var ended = await owner.ReadAsync(id, stop);
        Assert.Equal((id, state), (id, ended["state"].GetString()));
        Assert.Equal([id, .. actions], [id, .. ended["history"].EnumerateArray().Select(step => step.GetProperty("action").GetString()!)]);
        foreach (var file in ended["attachments"].EnumerateArray())
        {
            Assert.Contains(file.GetProperty("state").GetString(), new[] { "clean", "refused" });
            if (file.GetProperty("state").GetString() == "clean")
            {
                kept.Add($"listings/{ended["listingId"].GetString()}/{file.GetProperty("id").GetString()}");
            }
        }
    }

    /// <summary>What was published is found once, what was not is not found.</summary>
    private async Task CatalogueAsync(int imported)
    {
        var expected = storm.Entries.Where(entry => entry.IsPublished).Select(entry => entry.Name).Order(StringComparer.Ordinal).ToList();
        var total = await Eventually.ResultAsync(() => instance.TotalAsync(), total => total >= expected.Count + imported, stop, TimeSpan.FromMinutes(5));
        Assert.Equal(expected.Count + imported, total);
        var found = await WalkAsync(people.Operator, "/api/listings");
        Assert.Equal(expected, found.Select(item => item.GetProperty("name").GetString()!).Where(name => StormEntry.NumberIn(name) is not null)
            .Order(StringComparer.Ordinal));
    }

    private async Task TrailAsync()
    {
        for (var cursor = ""; ;)
        {
            var answer = (await people.Operator.PostAsync($"/api/operations/audit/verify{cursor}", null, stop)).Good();
            Assert.Contains(answer["status"].GetString(), new[] { "continues", "holds" });
            if (answer["status"].GetString() == "holds")
            {
                return;
            }

            cursor = $"?cursor={answer["nextCursor"].GetString()}";
        }
    }

    /// <summary>After the sweep, the containers hold what submissions refer to and nothing else.</summary>
    private async Task FilesAsync(HashSet<string> kept)
    {
        await instance.RunTimerAsync("SweepUploads", stop);
        var blobs = instance.Storage.CreateBlobServiceClient();
        await Eventually.TrueAsync(async () => (await NamesAsync(blobs, "quarantine")).Count == 0, stop);
        await Eventually.ResultAsync(() => NamesAsync(blobs, "attachments"), names => names.Count <= kept.Count, stop);
        Assert.Equal(kept.Order(StringComparer.Ordinal), (await NamesAsync(blobs, "attachments")).Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<string>> NamesAsync(BlobServiceClient blobs, string container) =>
        await blobs.GetBlobContainerClient(container).GetBlobsAsync(cancellationToken: stop).Select(blob => blob.Name).ToListAsync(stop);

    /// <summary>The lists are what they would be if they were made anew.</summary>
    private async Task ListsAsync()
    {
        var table = instance.Storage.CreateTableServiceClient().GetTableClient(Lists);
        var before = await RowsAsync(table);
        Assert.NotEmpty(before);
        await foreach (var row in table.QueryAsync(cancellationToken: stop))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, stop);
        }

        var ask = new JsonObject { ["type"] = "projection.rebuild.1", ["names"] = new JsonArray("submissions", "") };
        await instance.Storage.CreateQueueServiceClient().GetQueueClient("events").SendMessageAsync(ask.ToJsonString(), cancellationToken: stop);
        await Eventually.TrueAsync(async () => await instance.CountMessagesAsync(stop) == 0, stop, TimeSpan.FromMinutes(5));
        Assert.Equal(before, await RowsAsync(table));
    }

    private async Task<IReadOnlyList<string>> RowsAsync(TableClient table) =>
        await table.QueryAsync(cancellationToken: stop)
            .Select(row => $"{row}: {string.Join(", ", row.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))}")
                .Order(StringComparer.Ordinal).ToListAsync(stop);

    private async Task<IReadOnlyList<JsonElement>> WalkAsync(PatientClient client, string path, string filter = "")
    {
        var items = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await client.GetAsync($"{path}?limit=100{filter}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}", stop)).Good();
            items.AddRange(page["items"].EnumerateArray());
            cursor = page.Json.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }

        return items;
    }
}
