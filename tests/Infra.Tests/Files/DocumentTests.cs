using Marketplace.Files;
using static Marketplace.Infra.Tests.Files.Inspecting;

namespace Marketplace.Infra.Tests.Files;

public sealed class DocumentTests
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[100]];

    [Theory]
    [InlineData("<< /S /JavaScript /JS (app.alert) >>", "pdfScript")]
    [InlineData("<< /S /J#61vaScr#69pt >>", "pdfScript")]
    [InlineData("<< /S/Launch/F(cmd.exe) >>", "pdfLaunch")]
    [InlineData("<< /Names << /EmbeddedFiles 3 0 R >> >>", "embeddedFile")]
    [InlineData("<< /Type /Filespec /EF << /F 5 0 R >> >>", "embeddedFile")]
    [InlineData("<< /EF 12 0 R >>", "embeddedFile")]
    [InlineData("<< /Subtype /RichMedia >>", "pdfScript")]
    [InlineData("<< /AcroForm << /XFA [1 0 R] >> >>", "pdfScript")]
    [InlineData("<< /S /SubmitForm >>", "pdfLaunch")]
    [InlineData("<< /Encrypt 9 0 R >>", "fileEncrypted")]
    [InlineData("(stream\n) << /S /JavaScript >>", "pdfScript")]
    public async Task What_a_pdf_does_beyond_pages_is_found(string dictionary, string code)
    {
        var inspection = await InspectAsync(Samples.PdfWith(dictionary));

        Assert.Equal(code, Assert.Single(inspection.Issues).Code);
        Assert.Equal((FileType.Pdf, false), (inspection.Type, inspection.IsRefused));
    }

    [Theory]
    [InlineData("<< /Type /ObjStm /Filter /FlateDecode >>")]
    [InlineData("<< /Filter /FlateDecode >>")]
    public async Task Objects_in_packed_streams_are_looked_into(string dictionary) =>
        Assert.Equal(["pdfScript"], await CodesAsync(Samples.PdfWithPacked(dictionary, $"{new string(' ', 300_000)}1 0 << /S /Java#53cript /JS (x) >>")));

    [Fact]
    public async Task A_name_across_two_windows_is_found()
    {
        for (var shift = 0; shift < 12; shift++)
        {
            Assert.Equal(["pdfLaunch"], await CodesAsync(Samples.PdfWith(new string(' ', (256 * 1024) - 60 + (shift * 3)) + "<< /S /Launch >>")));
        }
    }

    [Fact]
    public async Task Objects_behind_an_unknown_filter_are_told_of() =>
        Assert.Equal(["pdfUnread"], await CodesAsync(Samples.PdfWith("<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nxxxx\nendstream")));

    [Fact]
    public async Task A_pdf_that_unpacks_without_end_is_read_up_to_the_limit() =>
        Assert.Equal(["pdfUnread"], await CodesAsync(
            Samples.PdfWithPacked("<< /Type /ObjStm >>", new string(' ', 3_000_000)), new InspectionLimits { PdfStreamBytes = 1_000_000 }));

    [Theory]
    [InlineData("<< /Type /Page /JavaScripting 1 /Launcher 2 /EFG << >> >>")]
    [InlineData("<< /OpenAction [3 0 R /Fit] >>")]
    public async Task Harmless_names_are_no_issue(string dictionary) => Assert.Empty(await CodesAsync(Samples.PdfWith(dictionary)));

    [Fact]
    public async Task Office_macros_are_found()
    {
        Assert.Equal(["officeMacros"], await CodesAsync(Samples.Office(Word, "word/document.xml", ("word/vbaProject.bin", CompoundFile))));
        Assert.Equal(["officeMacros"], await CodesAsync(Samples.Office("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml")));
        Assert.Equal(["officeMacros"], await CodesAsync(Samples.OpenDocument("text", "<m/>", ("Basic/Standard/Module1.xml", "<a/>"u8.ToArray()))));
    }

    [Fact]
    public async Task What_an_office_file_fetches_or_carries_is_found()
    {
        Assert.Equal(["officeExternal"], await CodesAsync(Samples.Office(Word, "word/document.xml", Samples.External("attachedTemplate"))));
        Assert.Equal(["officeExternal"], await CodesAsync(Samples.Office(Word, "word/document.xml", Samples.External("oleObject"))));
        Assert.Empty(await CodesAsync(Samples.Office(Word, "word/document.xml", Samples.External("hyperlink"))));
        Assert.Equal(["officeEmbeddedObject"], await CodesAsync(Samples.Office(Word, "word/document.xml", ("word/embeddings/a.bin", CompoundFile))));
        Assert.Equal(["officeEmbeddedObject"], await CodesAsync(Samples.OpenDocument("text", "<m/>", ("Object 1", CompoundFile))));
        Assert.Equal(["fileExecutable"], await CodesAsync(Samples.Office(Word, "word/document.xml", ("word/media/a.png", [.. "MZ"u8, .. new byte[50]]))));
        Assert.Equal(["embeddedFile"], await CodesAsync(Samples.Zip(("OFD.xml", "<OFD/>"u8.ToArray()), ("Doc_0/Attachs/a.exe", "x"u8.ToArray()))));
    }

    [Fact]
    public async Task Encrypted_parts_are_found() =>
        Assert.Equal(["fileEncrypted"], await CodesAsync(Samples.OpenDocument("text", "<manifest><encryption-data/></manifest>")));

    [Fact]
    public async Task A_package_that_contradicts_itself_is_refused()
    {
        Assert.Equal(["fileTypeUnknown"], await CodesAsync(Samples.Office("text/xml", "a.xml")));
        Assert.Equal(["fileTypeUnknown"], await CodesAsync(Samples.OpenDocument("graphics")));
        Assert.Equal(["fileDamaged"], await CodesAsync(Samples.OpenDocument("text", "no xml")));
        Assert.Equal(["fileDamaged"], await CodesAsync(Samples.Zip(("OFD.xml", "<OTHER/>"u8.ToArray()))));
        Assert.Equal(["fileDamaged"], await CodesAsync(Samples.Zip(("[Content_Types].xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><Types/>"u8.ToArray()))));
    }
}
