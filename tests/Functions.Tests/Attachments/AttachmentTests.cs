using System.IO.Compression;
using Marketplace.Files;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Storage.Blobs;

namespace Marketplace.Functions.Tests.Attachments;

/// <summary>From announcement to download, with every no on the way.</summary>
public sealed class AttachmentTests(AttachmentApp app) : IClassFixture<AttachmentApp>
{
    private readonly AttachmentBench _bench = app.Bench;
    private readonly AttachmentParent _home = AttachmentBench.NewHome();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_uploaded_checked_and_downloaded_under_its_name()
    {
        var ticket = await _bench.UploadedAsync(_home);
        var completed = AttachmentBench.Taken(await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop));
        Assert.Equal(AttachmentState.Scanning, completed.State);
        Assert.Equal("attachmentNotClean", (await _bench.Service.LinkAsync(_home, ticket.AttachmentId, Stop)).Refusal?.Code);

        await _bench.ScannedAsync(_home);

        var link = AttachmentBench.Taken(await _bench.Service.LinkAsync(_home, ticket.AttachmentId, Stop));
        using var answer = await _bench.FetchAsync(link.Url);
        Assert.Equal(AttachmentBench.Picture, await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(("attachment", "图.png"),
            (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar));
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((link.Length, link.Sha256), (AttachmentBench.Picture.Length, completed.Sha256));
        Assert.Equal((false, true), await _bench.WhereAsync(_home, ticket.AttachmentId));
    }

    [Fact]
    public async Task A_link_opens_one_file_and_lets_nobody_write()
    {
        var (one, other) = (await _bench.CompletedAsync(_home), await _bench.CompletedAsync(_home));
        await _bench.ScannedAsync(_home);
        var link = AttachmentBench.Taken(await _bench.Service.LinkAsync(_home, one.Id, Stop)).Url;
        var ticket = new UploadTicket("PUT", link, new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob" }, default);

        using var foreign = await _bench.FetchAsync(link.Replace(one.Id, other.Id, StringComparison.Ordinal));
        Assert.Equal((403, 403), ((int)foreign.StatusCode, await _bench.PutAsync(ticket, [1])));
    }

    [Fact]
    public async Task A_ticket_writes_one_name_and_reads_nothing()
    {
        var (one, other) = (await _bench.AnnounceAsync(_home), await _bench.AnnounceAsync(_home));
        var foreign = one.Upload.Url.Replace(one.AttachmentId, other.AttachmentId, StringComparison.Ordinal);

        Assert.Equal(403, await _bench.PutAsync(one.Upload, AttachmentBench.Picture, foreign));
        Assert.Equal(201, await _bench.PutAsync(one.Upload, AttachmentBench.Picture));
        using var read = await _bench.FetchAsync(one.Upload.Url);
        Assert.Equal(403, (int)read.StatusCode);
    }

    [Fact]
    public async Task An_upload_that_never_happened_or_lacks_a_byte_can_still_be_sent()
    {
        var ticket = await _bench.AnnounceAsync(_home);
        Assert.Equal("uploadMissing", (await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).Refusal?.Code);

        await _bench.PutAsync(ticket.Upload, AttachmentBench.Picture[..^1]);
        var short1 = (await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).Refusal!;
        await _bench.PutAsync(ticket.Upload, [.. AttachmentBench.Picture, 0]);
        var long1 = (await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).Refusal!;

        var length = AttachmentBench.Picture.Length;
        Assert.Equal(("uploadIncomplete", "uploadIncomplete"), (short1.Code, long1.Code));
        Assert.Equal([("expected", $"{length}"), ("actual", $"{length - 1}")], short1.Errors[0].Values.Select(value => (value.Key, value.Value)));
        await _bench.PutAsync(ticket.Upload, AttachmentBench.Picture);
        Assert.Equal(AttachmentState.Scanning, AttachmentBench.Taken(await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).State);
    }

    [Fact]
    public async Task An_upload_with_another_hash_can_be_sent_again()
    {
        var ticket = await _bench.AnnounceAsync(_home);
        var damaged = (byte[])AttachmentBench.Picture.Clone();
        damaged[40] ^= 1;
        await _bench.PutAsync(ticket.Upload, damaged);

        Assert.Equal("uploadDiffers", (await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).Refusal?.Code);
        await _bench.PutAsync(ticket.Upload, AttachmentBench.Picture);
        AttachmentBench.Taken(await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop));
    }

    [Fact]
    public async Task The_completion_of_an_attachment_is_tried_five_times_at_most()
    {
        var ticket = await _bench.AnnounceAsync(_home, AttachmentBench.Request(AttachmentBench.Picture) with { Sha256 = new string('0', 64) });
        await _bench.PutAsync(ticket.Upload, AttachmentBench.Picture);

        var codes = new List<string?>();
        for (var i = 0; i < AttachmentRules.MostAttempts + 2; i++)
        {
            codes.Add((await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).Refusal?.Code);
        }

        Assert.Equal([.. Enumerable.Repeat("uploadDiffers", AttachmentRules.MostAttempts), "uploadAttempts", "uploadAttempts"], codes);
        await _bench.Service.RenewAsync(_home, ticket.AttachmentId, Stop);
        Assert.Equal("uploadAttempts", (await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task An_upload_under_a_lease_and_with_snapshots_is_deleted_all_the_same()
    {
        var ticket = await _bench.UploadedAsync(_home, Eicar(), "a.pdf", "application/pdf");
        await LeaseForEverAsync(ticket.Upload.Url);
        await SnapshotAsync(ticket.Upload.Url);

        var refused = AttachmentBench.Taken(await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop));

        Assert.Equal(AttachmentState.Refused, refused.State);
        Assert.Equal((false, false), await _bench.WhereAsync(_home, ticket.AttachmentId));
    }

    [Fact]
    public async Task Headers_that_an_uploader_put_on_the_file_do_not_reach_its_downloads()
    {
        var ticket = await _bench.AnnounceAsync(_home);
        using var put = new HttpRequestMessage(HttpMethod.Put, ticket.Upload.Url) { Content = new ByteArrayContent(AttachmentBench.Picture) };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        put.Headers.Add("x-ms-blob-content-type", "text/html");
        put.Headers.Add("x-ms-blob-content-encoding", "gzip");
        put.Headers.Add("x-ms-blob-content-language", "x-foreign");
        put.Headers.Add("x-ms-blob-cache-control", "public, max-age=31536000");
        put.Headers.Add("x-ms-blob-content-disposition", "inline");
        using (var stored = await _bench.SendAsync(put))
        {
            Assert.Equal(201, (int)stored.StatusCode);
        }

        await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop);
        await _bench.ScannedAsync(_home);

        var link = AttachmentBench.Taken(await _bench.Service.LinkAsync(_home, ticket.AttachmentId, Stop));
        using var answer = await _bench.FetchAsync(link.Url);
        var headers = answer.Content.Headers;
        Assert.Equal(
            ("image/png", "identity", "und", "attachment", "no-store"),
            (headers.ContentType!.MediaType, string.Join(',', headers.ContentEncoding), string.Join(',', headers.ContentLanguage),
                headers.ContentDisposition!.DispositionType, answer.Headers.CacheControl!.ToString()));
        Assert.Equal(AttachmentBench.Picture, await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("a?b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a\u0001b")]
    [InlineData("")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public async Task What_is_no_id_names_no_attachment(string id)
    {
        Assert.Equal("notFound", (await _bench.Service.CompleteAsync(_home, id, Stop)).Refusal?.Code);
        Assert.Equal("notFound", (await _bench.Service.RemoveAsync(_home, id, Stop))?.Code);
        Assert.Equal("notFound", (await _bench.Service.LinkAsync(_home, id, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task A_block_upload_goes_on_after_a_break()
    {
        var archive = Zip("图.png", AttachmentBench.Picture);
        var ticket = await _bench.AnnounceAsync(_home, AttachmentBench.Request(archive, "包.zip", "application/zip"));
        var before = new BlockBlobClient(new Uri(ticket.Upload.Url));
        await before.StageBlockAsync("MQ==", archive.AsMemory(0, 50), cancellationToken: Stop);
        Assert.Equal("uploadMissing", (await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).Refusal?.Code);

        var after = new BlockBlobClient(new Uri(ticket.Upload.Url));
        await after.StageBlockAsync("Mg==", archive.AsMemory(50), cancellationToken: Stop);
        await after.CommitBlockListAsync(["MQ==", "Mg=="], cancellationToken: Stop);

        Assert.Equal(AttachmentState.Scanning, AttachmentBench.Taken(await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).State);
    }

    [Theory]
    [InlineData("eicar", "fileMalware", FindingSeverity.Rejection)]
    [InlineData("eicar in archive", "fileMalware", FindingSeverity.Rejection)]
    [InlineData("program", "fileExecutable", FindingSeverity.Error)]
    [InlineData("other type", "fileTypeDiffers", FindingSeverity.Error)]
    public async Task A_refused_file_is_gone_from_every_address(string kind, string code, FindingSeverity severity)
    {
        var (file, name, type) = Bad(kind);
        var ticket = await _bench.UploadedAsync(_home, file, name, type);

        var refused = AttachmentBench.Taken(await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop));

        Assert.Equal((AttachmentState.Refused, code, severity), (refused.State, refused.Findings[0].Code, refused.Findings[0].Severity));
        Assert.Equal(severity is FindingSeverity.Rejection, refused.IsMalware);
        Assert.Equal((false, false), await _bench.WhereAsync(_home, ticket.AttachmentId));
        Assert.Equal("attachmentNotClean", (await _bench.Service.LinkAsync(_home, ticket.AttachmentId, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task What_is_uploaded_over_an_inspected_file_is_never_given_out()
    {
        var ticket = await _bench.UploadedAsync(_home);
        await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop);
        Assert.Equal(201, await _bench.PutAsync(ticket.Upload, Eicar()));

        await _bench.ScannedAsync(_home);

        var refused = await _bench.ReadAsync(_home, ticket.AttachmentId);
        Assert.Equal((AttachmentState.Refused, "fileChanged"), (refused.State, refused.Findings[^1].Code));
        Assert.Equal((false, false), await _bench.WhereAsync(_home, ticket.AttachmentId));
    }

    [Fact]
    public async Task A_file_that_is_gone_before_the_scan_is_refused()
    {
        var file = await _bench.CompletedAsync(_home);
        await _bench.Blobs.DeleteUploadAsync(AttachmentBlobs.NameOf(_home, file.Id), Stop);

        await _bench.ScannedAsync(_home);

        Assert.Equal("fileLost", (await _bench.ReadAsync(_home, file.Id)).Findings[^1].Code);
    }

    [Fact]
    public async Task Completing_twice_or_at_the_same_time_completes_once()
    {
        var ticket = await _bench.UploadedAsync(_home);

        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)));
        await _bench.ScannedAsync(_home);
        await _bench.ScannedAsync(_home);

        Assert.All(both, completed => Assert.Equal(AttachmentState.Scanning, AttachmentBench.Taken(completed).State));
        Assert.Equal(AttachmentState.Clean, AttachmentBench.Taken(await _bench.Service.CompleteAsync(_home, ticket.AttachmentId, Stop)).State);
    }

    [Fact]
    public async Task A_scan_that_died_between_two_steps_is_taken_up_again()
    {
        var file = await _bench.CompletedAsync(_home);
        await _bench.Blobs.KeepAsync(AttachmentBlobs.NameOf(_home, file.Id), file.Inspected, Stop);
        await _bench.ScannedAsync(_home);
        Assert.Equal((AttachmentState.Clean, (false, true)), ((await _bench.ReadAsync(_home, file.Id)).State, await _bench.WhereAsync(_home, file.Id)));

        var other = await _bench.CompletedAsync(_home);
        await _bench.Blobs.KeepAsync(AttachmentBlobs.NameOf(_home, other.Id), other.Inspected, Stop);
        await _bench.Store.SaveAsync(_home, (await _bench.Store.ReadAsync(_home, other.Id, Stop))!, AttachmentRules.Accept(other), Stop);
        await _bench.SweepAsync();
        Assert.Equal((false, true), await _bench.WhereAsync(_home, other.Id));
    }

    [Fact]
    public async Task A_file_taken_back_while_it_is_scanned_stays_away()
    {
        var file = await _bench.CompletedAsync(_home);
        var name = AttachmentBlobs.NameOf(_home, file.Id);
        await _bench.Blobs.KeepAsync(name, file.Inspected, Stop);

        Assert.Null(await _bench.Service.RemoveAsync(_home, file.Id, Stop));
        Assert.Null(await _bench.Service.RemoveAsync(_home, file.Id, Stop));
        await _bench.ScannedAsync(_home);

        Assert.Equal((false, false), await _bench.WhereAsync(_home, file.Id));
        Assert.Empty(await _bench.Service.ListAsync(_home, Stop));
        Assert.Equal("notFound", (await _bench.Service.CompleteAsync(_home, file.Id, Stop)).Refusal?.Code);
        Assert.Equal("notFound", (await _bench.Service.LinkAsync(_home, file.Id, Stop)).Refusal?.Code);
        Assert.Equal("notFound", (await _bench.Service.RenewAsync(_home, file.Id, Stop)).Refusal?.Code);
        Assert.Equal("notFound", (await _bench.Service.RemoveAsync(_home, "0", Stop))?.Code);
    }

    [Fact]
    public async Task The_same_key_announces_the_same_file_once()
    {
        var first = await _bench.AnnounceAsync(_home, key: "k");
        var again = AttachmentBench.Taken(await _bench.TryAnnounceAsync(_home, key: "k"));
        var other = await _bench.TryAnnounceAsync(_home, AttachmentBench.Request(AttachmentBench.Picture, "b.png"), "k");
        var elsewhere = await _bench.AnnounceAsync(AttachmentBench.NewHome(), key: "k");

        Assert.True(again.IsReplayed);
        Assert.Equal(first.AttachmentId, again.Ticket.AttachmentId);
        Assert.Equal(ProblemCodes.IdempotencyKeyReused, other.Refusal?.Code);
        Assert.NotEqual(first.AttachmentId, elsewhere.AttachmentId);
        Assert.Single(await _bench.Service.ListAsync(_home, Stop));
    }

    [Fact]
    public async Task Twenty_may_be_announced_even_at_the_same_time()
    {
        for (var i = 0; i < AttachmentRules.MostLive - 2; i++)
        {
            await _bench.AnnounceAsync(_home);
        }

        var racing = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _bench.TryAnnounceAsync(_home)));

        Assert.Equal(2, racing.Count(one => !one.IsRefused));
        Assert.All(racing.Where(one => one.IsRefused), one => Assert.Equal("attachmentLimit", one.Refusal!.Code));
        await _bench.Service.RemoveAsync(_home, (await _bench.Service.ListAsync(_home, Stop))[0].Id, Stop);
        await _bench.AnnounceAsync(_home);
    }

    [Fact]
    public async Task Files_nobody_refers_to_are_swept_and_others_are_not()
    {
        var kept = await _bench.CompletedAsync(_home);
        var waiting = await _bench.UploadedAsync(_home);
        await _bench.ScannedAsync(_home);
        var scanning = await _bench.CompletedAsync(_home);
        var nobody = new AttachmentParent("listings", "nobody");
        var unknown = new AttachmentParent("unknown", "nobody");
        foreach (var container in new[] { AttachmentBlobs.Quarantine, AttachmentBlobs.Kept })
        {
            foreach (var home in new[] { nobody, unknown })
            {
                await _bench.BlobOf(container, home, "1").UploadAsync(BinaryData.FromString("x"), cancellationToken: Stop);
            }
        }

        await _bench.SweepAsync();
        await _bench.SweepAsync();

        Assert.Equal(((false, false), (false, false)), (await _bench.WhereAsync(nobody, "1"), await _bench.WhereAsync(unknown, "1")));
        Assert.Equal((false, true), await _bench.WhereAsync(_home, kept.Id));
        Assert.Equal((true, false), await _bench.WhereAsync(_home, waiting.AttachmentId));
        Assert.Equal((true, false), await _bench.WhereAsync(_home, scanning.Id));
    }

    [Fact]
    public void Every_issue_of_a_file_has_a_text_without_open_places()
    {
        var texts = _bench.Get<FindingTexts>();
        var file = AttachmentBench.Taken(AttachmentRules.Announce(AttachmentBench.Request(AttachmentBench.Picture), "1", null, default));
        var found = AttachmentFindings.Of(file, new FileInspection(FileType.Pdf, 1, "", [.. FileIssues.All]));
        Finding[] own = [AttachmentFindings.Plain(file, AttachmentFindings.Changed, FindingSeverity.Error),
            AttachmentFindings.Plain(file, AttachmentFindings.Lost, FindingSeverity.Error), AttachmentFindings.Unavailable(file)];

        Assert.All([.. found, .. own], finding =>
            Assert.All([Language.Chinese, Language.English], language => Assert.DoesNotContain("{", texts.Say(finding, language), StringComparison.Ordinal)));
        Assert.Equal(FileIssues.All.Count + 1, found.Count);
    }

    private static (byte[] File, string Name, string Type) Bad(string kind) => kind switch
    {
        "eicar" => (Eicar(), "报告.pdf", "application/pdf"),
        "eicar in archive" => (Zip("a.pdf", Eicar()), "包.zip", "application/zip"),
        "program" => ([.. "MZ"u8, .. new byte[100]], "a.pdf", "application/pdf"),
        _ => (AttachmentBench.Picture, "a.pdf", "application/pdf"),
    };

    /// <summary>In two parts, so that no scanner takes this program for it.</summary>
    private static byte[] Eicar() => [.. "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-"u8, .. "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"u8];

    private static byte[] Zip(string name, byte[] content)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }

        return bytes.ToArray();
    }

    private async Task LeaseForEverAsync(string url)
    {
        using var lease = new HttpRequestMessage(HttpMethod.Put, url + "&comp=lease") { Content = new ByteArrayContent([]) };
        lease.Headers.Add("x-ms-lease-action", "acquire");
        lease.Headers.Add("x-ms-lease-duration", "-1");
        using var answer = await _bench.SendAsync(lease);
        Assert.Equal(201, (int)answer.StatusCode);
    }

    private async Task SnapshotAsync(string url)
    {
        using var snapshot = new HttpRequestMessage(HttpMethod.Put, url + "&comp=snapshot") { Content = new ByteArrayContent([]) };
        using var answer = await _bench.SendAsync(snapshot);
        Assert.Equal(201, (int)answer.StatusCode);
    }
}

/// <summary>One app without a scanner for the class.</summary>
public sealed class AttachmentApp : IAsyncLifetime
{
    public AttachmentBench Bench { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bench = await AttachmentBench.StartAsync();

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
