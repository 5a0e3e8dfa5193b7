using System.Diagnostics;
using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Erasure;
using Marketplace.Audit.Trail;
using Marketplace.AuditVerify;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Audit.Trail;

/// <summary>What the standalone command says of files, without any storage at hand.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_exported_trail_holds()
    {
        var (code, said) = await RunAsync(await ExportAsync(await GivenAsync()));

        Assert.Equal(VerifyCommand.Holds, code);
        Assert.StartsWith("holds: 12 entries in 4 chains (all), 0 with personal values erased", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_verifies_a_file()
    {
        var trail = Save("trail.ndjson", await ExportAsync(await GivenAsync()));
        var program = Path.Combine(AppContext.BaseDirectory, "Marketplace.AuditVerify.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, trail]) { RedirectStandardOutput = true })!;

        var said = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith("holds: 12 entries", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_of_one_chain_holds()
    {
        var stored = await GivenAsync();

        var (code, said) = await RunAsync(await ExportAsync(stored, "items/b"));

        Assert.Equal(VerifyCommand.Holds, code);
        Assert.StartsWith("holds: 3 entries in 1 chains (items/b)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_without_personal_values_holds_and_says_what_was_not_verified()
    {
        var lines = await ExportAsync(await GivenAsync(), isRedacted: true);
        Assert.All(lines.OfType<TrailEntry>(), entry => Assert.Null(entry.Personal));

        var (code, said) = await RunAsync(lines);

        Assert.Equal(VerifyCommand.Holds, code);
        Assert.StartsWith("holds: 12 entries in 4 chains (all), 0 with personal values erased", said, StringComparison.Ordinal);
        Assert.Contains("personal values are not part of this trail", said, StringComparison.Ordinal);
        Assert.Equal(VerifyCommand.Broken, (await RunAsync([(lines[0] as TrailStart)! with { Version = 1 }, .. lines.Skip(1)])).Code);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("dropped")]
    [InlineData("swapped")]
    [InlineData("repeated")]
    [InlineData("inserted")]
    [InlineData("headless")]
    public async Task A_trail_that_was_tampered_with_is_refused_with_the_first_broken_link(string how)
    {
        var lines = await ExportAsync(await GivenAsync());
        Tamper(lines, lines.FindIndex(line => line is TrailEntry { Chain: "items/b", Sequence: 2 }), how);

        var (code, said) = await RunAsync(lines);

        Assert.Equal(VerifyCommand.Broken, code);
        Assert.StartsWith("broken: items/b#", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_without_its_end_is_not_called_whole()
    {
        var lines = await ExportAsync(await GivenAsync());

        var (code, said) = await RunAsync(lines[..^1]);

        Assert.Equal(VerifyCommand.Unreadable, code);
        Assert.Contains("not complete", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_without_one_of_its_chains_is_not_called_whole()
    {
        var lines = await ExportAsync(await GivenAsync());
        lines.RemoveAll(line => line is TrailEntry { Chain: "items/b" } or TrailHead { Chain: "items/b" });

        Assert.Equal(VerifyCommand.Unreadable, (await RunAsync(lines)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\"line\":\"trail\",\"version\":2,\"scope\":\"all\",\"exportedAt\":\"2026-03-01T08:00:00Z\"}")]
    [InlineData("{\"line\":\"end\",\"chains\":0,\"entries\":0}")]
    [InlineData("{\"line\":\"entry\"}")]
    public async Task What_is_no_trail_is_unreadable(string text)
    {
        var file = Path.Combine(_folder.Path, "trail.ndjson");
        await File.WriteAllTextAsync(file, text, Stop);

        Assert.Equal(VerifyCommand.Unreadable, (await RunAsync([file])).Code);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("a", "b")]
    [InlineData("/no/such/file")]
    public async Task A_wrong_command_line_is_unreadable(params string[] args) => Assert.Equal(VerifyCommand.Unreadable, (await RunAsync(args)).Code);

    [Theory]
    [InlineData("truncated")]
    [InlineData("dropped")]
    [InlineData("rewritten")]
    public async Task What_an_earlier_anchor_knew_must_still_be_there(string how)
    {
        var stored = await GivenAsync();
        var anchors = await AnchorAsync(stored);
        switch (how)
        {
            case "truncated":
                await stored.TruncateAsync("b", 1, Stop);
                break;
            case "dropped":
                await stored.DropAsync("b", Stop);
                break;
            default:
                await stored.RewriteAsync("b", 2, "另一个故事", Stop);
                break;
        }

        var lines = await ExportAsync(stored);

        Assert.Equal(VerifyCommand.Holds, (await RunAsync(lines)).Code);
        var (code, said) = await RunAsync(lines, anchors);
        Assert.Equal(VerifyCommand.Broken, code);
        Assert.StartsWith("broken: items/b#3: NotAsAnchored", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trail_that_only_grew_holds_against_an_earlier_anchor()
    {
        var stored = await GivenAsync();
        var anchors = await AnchorAsync(stored);
        await stored.GivenAsync("b", 2, Stop);
        await stored.GivenAsync("aa", 1, Stop);

        var (code, said) = await RunAsync(await ExportAsync(stored), anchors);

        Assert.Equal(VerifyCommand.Holds, code);
        Assert.Contains("anchored: as of anchor 1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_chain_is_compared_with_its_own_proven_leaf()
    {
        var stored = await GivenAsync();
        var anchors = await AnchorAsync(stored, "items/b");
        Assert.Equal(VerifyCommand.Holds, (await RunAsync(await ExportAsync(stored, "items/b"), anchors)).Code);

        await stored.TruncateAsync("b", 1, Stop);

        Assert.Equal(VerifyCommand.Broken, (await RunAsync(await ExportAsync(stored, "items/b"), anchors)).Code);
        Assert.Equal(VerifyCommand.Broken, (await RunAsync(await ExportAsync(stored), anchors)).Code);
    }

    [Theory]
    [InlineData("leaf")]
    [InlineData("root")]
    [InlineData("proof")]
    [InlineData("missing leaf")]
    [InlineData("missing anchor")]
    public async Task Anchors_that_were_tampered_with_are_refused(string how)
    {
        var stored = await GivenAsync();
        var anchors = await AnchorAsync(stored, how == "proof" ? "items/b" : null);
        switch (how)
        {
            case "leaf":
                anchors[1] = ((AnchorLeaf)anchors[1]) with { Sequence = 2 };
                break;
            case "root":
                anchors[0] = ((Anchor)anchors[0]) with { Root = new string('0', 64) };
                break;
            case "proof":
                anchors[1] = ((AnchorLeaf)anchors[1]) with { Sequence = 2 };
                break;
            case "missing leaf":
                anchors.RemoveAt(2);
                break;
            default:
                anchors[0] = ((Anchor)anchors[0]) with { Number = 2 };
                break;
        }

        Assert.Equal(VerifyCommand.Broken, (await RunAsync(await ExportAsync(stored), anchors)).Code);
    }

    [Fact]
    public async Task A_blank_entry_needs_an_erasure_that_names_it()
    {
        var stored = await GivenAsync();
        var entry = (await stored.Items.FindAsync(new AuditLink("items/b", 2), Stop))!;
        var erasure = await new ChainAppender(stored.Erasures, Samples.Random).AppendAsync(
            "e1", Samples.Draft() with { Changes = ErasureRecord.ChangesFor([new AuditLink("items/b", 2)]) }, Stop);

        await stored.TamperAsync("b", entry with { Personal = null, ErasedBy = erasure.ToString() }, Stop);
        var (code, said) = await RunAsync(await ExportAsync(stored));
        Assert.Equal(VerifyCommand.Holds, code);
        Assert.Contains("1 with personal values erased", said, StringComparison.Ordinal);
        Assert.Contains("records of 1 of these erasures are not part", (await RunAsync(await ExportAsync(stored, "items/b"))).Said, StringComparison.Ordinal);

        var other = (await stored.Items.FindAsync(new AuditLink("items/b", 1), Stop))!;
        await stored.TamperAsync("b", other with { Personal = null, ErasedBy = erasure.ToString() }, Stop);
        Assert.Equal((VerifyCommand.Broken, "broken: items/b#1: ErasureUnproven"), await RunAsync(await ExportAsync(stored)));
    }

    private static void Tamper(List<AuditLine> lines, int at, string how)
    {
        var line = (TrailEntry)lines[at];
        switch (how)
        {
            case "changed":
                lines[at] = line with { Chained = line.Chained.Replace("第1次", "第9次", StringComparison.Ordinal) };
                break;
            case "dropped":
                lines.RemoveAt(at);
                break;
            case "swapped":
                (lines[at], lines[at + 1]) = (lines[at + 1], lines[at]);
                break;
            case "repeated":
                lines.Insert(at, line);
                break;
            case "inserted":
                lines.Insert(at, line with { Sequence = 5 });
                break;
            default:
                lines.RemoveAll(other => other is TrailHead { Chain: "items/b" });
                break;
        }
    }

    private static async Task<StoredChains> GivenAsync()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        foreach (var partition in (string[])["a", "b", "c", "d"])
        {
            await stored.GivenAsync(partition, 3, Stop);
        }

        return stored;
    }

    private static async Task<List<AuditLine>> ExportAsync(StoredChains stored, string? chain = null, bool isRedacted = false) =>
        await new TrailExport(stored.All, new FakeTimeProvider(Samples.Start) { HasRealTimers = true }).ReadAsync(chain, isRedacted, Stop).ToListAsync(Stop);

    private static async Task<List<AuditLine>> AnchorAsync(StoredChains stored, string? chain = null)
    {
        var (log, trees) = (new AnchorLog(stored.Container), new AnchorTrees(stored.Container));
        await new AnchorMaker(stored.All, log, trees, new FakeTimeProvider(Samples.Start) { HasRealTimers = true }).RunAsync(null, Stop);
        return await new AnchorExport(log, trees).ReadAsync(chain, Stop).Select(AuditLine.Parse).ToListAsync(Stop);
    }

    private async Task<(int Code, string Said)> RunAsync(List<AuditLine> trail, List<AuditLine>? anchors = null)
    {
        var file = Save("trail.ndjson", trail);
        return await RunAsync(anchors is null ? [file] : [file, "--anchors", Save("anchors.ndjson", anchors)]);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        await using var said = new StringWriter();
        var code = await VerifyCommand.RunAsync(args, said, said, Stop);
        return (code, said.ToString().TrimEnd());
    }

    private string Save(string name, List<AuditLine> lines)
    {
        var file = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(file, AuditLines.ToBytes(lines));
        return file;
    }
}
