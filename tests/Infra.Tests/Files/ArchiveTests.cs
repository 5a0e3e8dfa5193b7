using Marketplace.Files;
using static Marketplace.Infra.Tests.Files.Inspecting;

namespace Marketplace.Infra.Tests.Files;

public sealed class ArchiveTests
{
    private static readonly RawEntry Picture = new("a.png", Samples.Png);
    private static readonly byte[] Megabytes = new byte[8 * 1024 * 1024];

    private static readonly Dictionary<string, (byte[] File, string Code)> Bad = new()
    {
        ["encrypted"] = (RawZip.Of(Picture with { Flags = 0x0801 }), "archiveEncrypted"),
        ["strongly encrypted"] = (RawZip.Of(Picture with { Flags = 0x0841 }), "archiveEncrypted"),
        ["other method"] = (RawZip.Of(Picture with { Method = 14 }), "archiveMethod"),
        ["same name"] = (RawZip.Of(Picture, new("A.PNG", Samples.Png)), "archiveDuplicateName"),
        ["up"] = (RawZip.Of(Picture with { Name = "../a.png" }), "archiveUnsafeName"),
        ["up within"] = (RawZip.Of(Picture with { Name = "b/../../a.png" }), "archiveUnsafeName"),
        ["absolute"] = (RawZip.Of(Picture with { Name = "/a.png" }), "archiveUnsafeName"),
        ["drive"] = (RawZip.Of(Picture with { Name = "C:a.png" }), "archiveUnsafeName"),
        ["backslash"] = (RawZip.Of(Picture with { Name = "b\\a.png" }), "archiveUnsafeName"),
        ["bidi"] = (RawZip.Of(Picture with { Name = "a\u202Egnp.png" }), "archiveUnsafeName"),
        ["nul"] = (RawZip.Of(Picture with { Name = "a\0.png" }), "archiveUnsafeName"),
        ["link"] = (RawZip.Of(Picture with { ExternalAttributes = 0xA1FF_0000 }), "archiveUnsafeName"),
        ["no name"] = (RawZip.Of(Picture with { Name = "" }), "archiveUnsafeName"),
        ["other local name"] = (RawZip.Of(Picture with { LocalName = "b.png" }), "archiveDamaged"),
        ["other local length"] = (RawZip.Of(Picture with { LocalLength = 5 }), "archiveDamaged"),
        ["longer than said"] = (RawZip.Of(Picture with { Length = 10 }), "archiveLies"),
        ["shorter than said"] = (RawZip.Of(Picture with { Length = 1_000 }), "archiveLies"),
        ["stored with two lengths"] = (RawZip.Of(Picture with { Method = 0, Length = 1_000 }), "archiveLies"),
        ["other checksum"] = (RawZip.Of(Picture with { Crc = 1 }), "archiveLies"),
        ["before"] = (RawZip.Of([], "junk"u8.ToArray(), [], Picture), "archiveHiddenData"),
        ["between files"] = (RawZip.Of(Picture, Picture with { Name = "b.png", HeaderAt = 0 }), "archiveOverlap"),
        ["after"] = (RawZip.Of([], [], "junk"u8.ToArray(), Picture), "archiveHiddenData"),
        ["no files"] = (RawZip.Of(), "fileEmpty"),
        ["archive"] = (RawZip.Of(new RawEntry("inner.zip", Samples.PlainZip)), "archiveNested"),
        ["archive under another name"] = (RawZip.Of(new RawEntry("a.pdf", Samples.PlainZip)), "archiveNested"),
        ["gzip"] = (RawZip.Of(new RawEntry("a.gz", [0x1F, 0x8B, 8, 0, 0, 0])), "archiveNested"),
        ["program"] = (RawZip.Of(new RawEntry("a.pdf", [.. "MZ"u8, .. new byte[99]])), "fileExecutable"),
        ["text"] = (RawZip.Of(new RawEntry("a.txt", "text"u8.ToArray())), "fileTypeUnknown"),
        ["ratio"] = (RawZip.Of(new RawEntry("a.png", Megabytes)), "archiveRatio"),
        ["ratio, lied about"] = (RawZip.Of(new RawEntry("a.png", Megabytes) { Length = 4_000_000 }), "archiveLies"),
    };

    public static TheoryData<string> BadArchives => new(Bad.Keys);

    [Theory]
    [MemberData(nameof(BadArchives))]
    public async Task A_bad_archive_is_refused_and_told_why(string kind)
    {
        var inspection = await InspectAsync(Bad[kind].File);

        Assert.Equal(Bad[kind].Code, Assert.Single(inspection.Issues).Code);
        Assert.True(inspection.IsRefused);
        Assert.Null(inspection.Type);
    }

    [Fact]
    public async Task An_archive_behind_other_bytes_is_no_archive() =>
        Assert.Equal(["fileTypeUnknown"], await CodesAsync(RawZip.Of("text"u8.ToArray(), [], [], Picture)));

    [Fact]
    public async Task The_fault_names_the_file()
    {
        var inspection = await InspectAsync(Samples.Zip(("图/好.png", Samples.Png), ("表/宏.txt", "x"u8.ToArray())));

        Assert.Equal(FileIssues.UnknownType with { Member = "表/宏.txt" }, Assert.Single(inspection.Issues));
    }

    [Fact]
    public async Task Warnings_of_files_within_are_kept()
    {
        var inspection = await InspectAsync(Samples.Zip(("a.pdf", Samples.PdfWith("<< /S /JavaScript >>"))));

        Assert.Equal(FileType.Zip, inspection.Type);
        Assert.Equal(FileIssues.PdfScript with { Member = "a.pdf" }, Assert.Single(inspection.Issues));
    }

    [Fact]
    public async Task Chinese_names_of_old_programs_are_read()
    {
        var gb = System.Text.CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("图誠.png");
        Assert.Contains((byte)'\\', System.Text.CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("誠"));
        var raw = RawZip.Of(Picture with { Name = new string('x', gb.Length), Flags = 0 });
        foreach (var at in Places(raw, (byte)'x', gb.Length))
        {
            gb.CopyTo(raw, at);
        }

        Assert.Empty((await InspectAsync(raw)).Issues);
    }

    [Fact]
    public async Task Too_many_files_are_refused_before_any_is_opened()
    {
        var many = RawZip.Of([.. Enumerable.Range(0, 60).Select(i => Picture with { Name = $"{i}.png" })]);

        Assert.Empty(await CodesAsync(many, new InspectionLimits { Entries = 60 }));
        Assert.Equal(["archiveTooManyEntries"], await CodesAsync(many, new InspectionLimits { Entries = 59 }));
    }

    [Fact]
    public async Task Files_count_together_over_all_archives()
    {
        var outer = Samples.Zip(("a.docx", Samples.Docx), ("b.docx", Samples.Docx));

        Assert.Empty(await CodesAsync(outer, new InspectionLimits { Entries = 8 }));
        Assert.Equal(["archiveTooManyEntries"], await CodesAsync(outer, new InspectionLimits { Entries = 7 }));
    }

    [Fact]
    public async Task What_unpacks_to_too_much_is_refused()
    {
        var noise = new byte[300_000];
        new Random(5).NextBytes(noise);
        var file = RawZip.Of(new RawEntry("a.bin", noise));

        Assert.Equal(["archiveTooLarge"], await CodesAsync(file, new InspectionLimits { EntryBytes = 299_999 }));
        Assert.Equal(["archiveTooLarge"], await CodesAsync(file, new InspectionLimits { UnpackedBytes = 299_999 }));
    }

    /// <summary>One packed kernel, claimed by many names: the shape of Fifield's bomb, whose files overlap.</summary>
    [Fact]
    public async Task A_bomb_of_overlapping_files_is_refused_at_once()
    {
        var kernel = new RawEntry("0.png", new byte[4_000_000]);
        var bomb = RawZip.Of([kernel, .. Enumerable.Range(1, 3_000).Select(i => new RawEntry($"{i}", []) { HeaderAt = 0 })]);

        Assert.Equal(["archiveOverlap"], await CodesAsync(bomb));
    }

    [Fact]
    public async Task A_bomb_of_archives_in_archives_is_refused_at_the_first()
    {
        var inner = Samples.Zip([.. Enumerable.Range(0, 16).Select(i => ($"{i}.zip", RawZip.Of(new RawEntry("0", new byte[1_000_000]))))]);

        Assert.Equal(["archiveNested"], await CodesAsync(Samples.Zip([.. Enumerable.Range(0, 16).Select(i => ($"{i}.zip", inner))])));
    }

    /// <summary>Sheets may unpack to a lot; then all of them together count.</summary>
    [Fact]
    public async Task A_bomb_below_every_ratio_ends_at_the_total()
    {
        var bomb = Samples.Zip([.. Enumerable.Range(0, 40).Select(i => ($"{i}.docx", Samples.OpenDocument("text", "<m/>", ("x", new byte[4_000_000]))))]);

        Assert.Contains("archiveTooLarge", await CodesAsync(bomb, new InspectionLimits { UnpackedBytes = 50_000_000 }));
    }

    private static List<int> Places(byte[] bytes, byte letter, int length) =>
        Enumerable.Range(0, bytes.Length - length).Where(at => bytes.AsSpan(at, length).IndexOfAnyExcept(letter) < 0).ToList();
}
