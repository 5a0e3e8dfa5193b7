using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Files;
using static Marketplace.Infra.Tests.Files.Inspecting;

namespace Marketplace.Infra.Tests.Files;

/// <summary>Files made to hold a processor.</summary>
public sealed class InspectionCostTests
{
    private static readonly byte[] OfficeTypes = Encoding.UTF8.GetBytes(
        "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>");

    [Fact]
    public async Task A_file_with_another_hash_is_not_looked_into()
    {
        using var inspector = new FileInspector(new InspectionLimits(), TimeProvider.System);
        var other = new string('0', 64);

        var differing = await inspector.InspectAsync(new MemoryStream(Samples.Eicar), other, Stop);
        var agreeing = await inspector.InspectAsync(new MemoryStream(Samples.Eicar), Convert.ToHexStringLower(SHA256.HashData(Samples.Eicar)), Stop);

        Assert.Empty(differing.Issues);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Samples.Eicar)), differing.Sha256);
        Assert.Equal(["fileMalware"], agreeing.Issues.Select(static issue => issue.Code));
    }

    [Fact]
    public async Task A_pdf_of_more_streams_than_the_limit_says_that_the_rest_was_not_read()
    {
        var issue = Assert.Single((await InspectAsync(PdfOf(30, Packed("x")), new InspectionLimits { PdfStreams = 20 })).Issues);

        Assert.Equal(("pdfUnread", "> 20 streams"), (issue.Code, issue.Detail));
    }

    [Fact]
    public async Task Once_its_bytes_are_used_up_a_pdf_has_no_stream_unpacked_any_more()
    {
        var script = Packed("1 0 << /S /JavaScript >>");
        byte[] pdf = [.. PdfOf(5, Packed(new string(' ', 300_000))), .. Stream(script), .. "%%EOF\n"u8];

        var issue = Assert.Single((await InspectAsync(pdf, new InspectionLimits { PdfStreamBytes = 1_000_000 })).Issues);
        Assert.Equal(("pdfUnread", "> 1000000 B"), (issue.Code, issue.Detail));
        Assert.Equal(["pdfScript"], await CodesAsync(pdf));
    }

    [Fact]
    public async Task Pdfs_in_an_archive_share_the_limit_on_streams()
    {
        var archive = Samples.Zip([.. Enumerable.Range(0, 5).Select(i => ($"{i}.pdf", PdfOf(10, Packed("x"))))]);

        var inspection = await InspectAsync(archive, new InspectionLimits { PdfStreams = 25 });

        Assert.Equal(["2.pdf", "3.pdf", "4.pdf"], inspection.Issues.Select(static issue => issue.Member));
    }

    [Fact]
    public async Task Pictures_of_more_parts_than_any_program_writes_are_damaged()
    {
        const int Parts = 200_000;
        byte[] jpeg = [.. Samples.Jpeg[..2], .. Enumerable.Repeat((byte)0xFF, Parts), .. Samples.Jpeg[3..]];
        byte[] png = [.. Samples.Png[..33], .. new byte[12 * Parts], .. Samples.Png[33..]];

        Assert.Equal(["fileDamaged"], await CodesAsync(jpeg));
        Assert.Equal(["fileDamaged"], await CodesAsync(png));
        Assert.Equal(["fileDamaged"], await CodesAsync(WebpOf(Parts)));
        Assert.Empty(await CodesAsync(WebpOf(10)));
    }

    [Fact]
    public async Task Descriptions_of_parts_are_read_up_to_a_limit_in_all()
    {
        var relationships = Encoding.UTF8.GetBytes($"<R>{string.Concat(Enumerable.Repeat("<a/>", 250))}</R>");
        var document = Samples.Zip(
            [("[Content_Types].xml", OfficeTypes), .. Enumerable.Range(0, 20).Select(i => ($"{i}.rels", relationships))]);

        Assert.Equal(["archiveTooLarge"], await CodesAsync(document, new InspectionLimits { PartTextBytes = 10_000 }));
        Assert.Empty(await CodesAsync(document));
    }

    [Fact]
    public async Task One_file_is_inspected_at_a_time()
    {
        var clock = new CountingClock();
        using var inspector = new FileInspector(new InspectionLimits(), clock);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => inspector.InspectAsync(new MemoryStream(Samples.Pdf), null, Stop), Stop)));

        Assert.Equal((8, 1), (clock.Begun, clock.MostAtOnce));
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.Latin1.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Stream(byte[] packed) => [.. "stream\n"u8, .. packed, .. "\nendstream\n"u8];

    private static byte[] PdfOf(int streams, byte[] packed) =>
        [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat(Stream(packed), streams).SelectMany(static stream => stream), .. "%%EOF\n"u8];

    private static byte[] WebpOf(int chunks)
    {
        byte[] content = [.. "WEBP"u8, .. "VP8L"u8, 0, 0, 0, 0, .. Enumerable.Repeat("XXXX\0\0\0\0"u8.ToArray(), chunks).SelectMany(static chunk => chunk)];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(content.Length), .. content];
    }

    /// <summary>Each inspection has one timer, that of its time limit, from its beginning to its end.</summary>
    private sealed class CountingClock : TimeProvider
    {
        private int _running;

        public int Begun { get; private set; }

        public int MostAtOnce { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (this)
            {
                Begun++;
                MostAtOnce = Math.Max(MostAtOnce, ++_running);
            }

            return new CountedTimer(this);
        }

        private sealed class CountedTimer(CountingClock clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                lock (clock)
                {
                    clock._running--;
                }
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
