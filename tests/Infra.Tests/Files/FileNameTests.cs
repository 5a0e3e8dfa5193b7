using Marketplace.Files;

namespace Marketplace.Infra.Tests.Files;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("产品白皮书 v1.2.pdf")]
    [InlineData("a.PDF")]
    [InlineData("..a.pdf", FileNameFault.Edge)]
    [InlineData(".pdf", FileNameFault.Edge)]
    [InlineData("a.pdf.", FileNameFault.Edge)]
    [InlineData(" a.pdf", FileNameFault.Edge)]
    [InlineData("a.pdf\u00A0", FileNameFault.Edge)]
    [InlineData("", FileNameFault.Empty)]
    [InlineData("  ", FileNameFault.Empty)]
    [InlineData(null, FileNameFault.Empty)]
    [InlineData("../a.pdf", FileNameFault.PathPart)]
    [InlineData("b/a.pdf", FileNameFault.PathPart)]
    [InlineData("b\\a.pdf", FileNameFault.PathPart)]
    [InlineData("C:a.pdf", FileNameFault.PathPart)]
    [InlineData("a?.pdf", FileNameFault.PathPart)]
    [InlineData("a\u202Efdp.pdf", FileNameFault.Deceptive)]
    [InlineData("a\u200B.pdf", FileNameFault.Deceptive)]
    [InlineData("a\uFEFF.pdf", FileNameFault.Deceptive)]
    [InlineData("a\u2066.pdf", FileNameFault.Deceptive)]
    [InlineData("a\n.pdf", FileNameFault.Deceptive)]
    [InlineData("a\u0085.pdf", FileNameFault.Deceptive)]
    [InlineData("a\u3164.pdf", FileNameFault.Deceptive)]
    [InlineData("con.pdf", FileNameFault.Reserved)]
    [InlineData("LPT1.tar.pdf", FileNameFault.Reserved)]
    [InlineData("aux .pdf", FileNameFault.Reserved)]
    [InlineData("a.docx", FileNameFault.Extension)]
    [InlineData("a", FileNameFault.Extension)]
    [InlineData("apdf", FileNameFault.Extension)]
    public void A_name_is_taken_or_refused(string? name, FileNameFault? fault = null) => Assert.Equal(fault, FileNames.Check(name, FileType.Pdf, out _));

    [Fact]
    public void Half_characters_and_invisible_tags_are_refused()
    {
        Assert.Equal(FileNameFault.Deceptive, FileNames.Check($"a{'\uD800'}.pdf", FileType.Pdf, out _));
        Assert.Equal(FileNameFault.Deceptive, FileNames.Check("a\U000E0041.pdf", FileType.Pdf, out _));
        Assert.Null(FileNames.Check("😀𠮷.pdf", FileType.Pdf, out _));
    }

    [Fact]
    public void A_name_is_kept_in_one_form_and_counted_in_characters()
    {
        Assert.Null(FileNames.Check("Cafe\u0301.pdf", FileType.Pdf, out var name));
        Assert.Equal("Caf\u00E9.pdf", name);
        Assert.Null(FileNames.Check(string.Concat(Enumerable.Repeat("𠮷", 116)) + ".pdf", FileType.Pdf, out _));
        Assert.Equal(FileNameFault.TooLong, FileNames.Check(new string('字', 117) + ".pdf", FileType.Pdf, out _));
    }

    [Theory]
    [InlineData("a b.pdf", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf")]
    [InlineData("报告(1)'%.pdf", "attachment; filename=\"__(1)'_.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%281%29%27%25.pdf")]
    [InlineData("𠮷.pdf", "attachment; filename=\"_.pdf\"; filename*=UTF-8''%F0%A0%AE%B7.pdf")]
    public void A_download_is_saved_under_its_name(string name, string header)
    {
        Assert.Equal(header, AttachmentHeader.For(name));
        Assert.Equal(name, System.Net.Http.Headers.ContentDispositionHeaderValue.Parse(header).FileNameStar);
    }

    [Fact]
    public void Media_types_are_known_in_any_case_and_by_one_other_name()
    {
        Assert.Equal(FileType.Pdf, FileTypes.OfMediaType("Application/PDF")!.Type);
        Assert.Equal(FileType.Zip, FileTypes.OfMediaType("application/x-zip-compressed")!.Type);
        Assert.Null(FileTypes.OfMediaType("text/html"));
        Assert.All(FileTypes.All, names => Assert.Equal(names, FileTypes.Of(names.Type)));
    }
}
