using System.Security.Cryptography;
using Marketplace.Files;
using static Marketplace.Infra.Tests.Files.Inspecting;

namespace Marketplace.Infra.Tests.Files;

public sealed class RecognitionTests
{
    public static TheoryData<string> Types => Samples.AllTypes;

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_file_is_what_its_content_says(string type)
    {
        var inspection = await InspectAsync(Samples.Of(type));

        Assert.Empty(inspection.Issues);
        Assert.Equal(type, inspection.Type.ToString());
        Assert.Equal(Samples.Of(type).Length, inspection.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Samples.Of(type))), inspection.Sha256);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_file_cut_short_is_refused(string type) =>
        Assert.True((await InspectAsync(Samples.Of(type)[..^9])).IsRefused);

    [Fact]
    public async Task What_is_of_no_known_type_is_refused_by_what_it_is()
    {
        Assert.Equal(["fileEmpty"], await CodesAsync([]));
        Assert.Equal(["fileTypeUnknown"], await CodesAsync("只是文字"u8.ToArray()));
        Assert.Equal(["fileTypeUnknown"], await CodesAsync("<html><script>alert(1)</script>"u8.ToArray()));
        Assert.Equal(["fileTypeUnknown"], await CodesAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]]));
        Assert.Equal(["fileExecutable"], await CodesAsync([.. "MZ"u8, .. new byte[200]]));
        Assert.Equal(["fileExecutable"], await CodesAsync([0x7F, .. "ELF"u8, .. new byte[200]]));
        Assert.Equal(["fileExecutable"], await CodesAsync("#!/bin/sh\nrm"u8.ToArray()));
    }

    [Fact]
    public async Task A_file_that_is_two_things_at_once_is_refused()
    {
        byte[] script = [.. Samples.Jpeg, .. "<SCRIPT>alert(1)</script>"u8];
        Assert.Equal(["filePolyglot"], await CodesAsync([.. "GIF89a and then "u8, .. Samples.Pdf]));
        Assert.Equal(["filePolyglot"], await CodesAsync(script));
        Assert.Contains("filePolyglot", await CodesAsync([.. Samples.Jpeg, .. Samples.PlainZip[..^22], .. EndMovedBy(Samples.PlainZip, Samples.Jpeg.Length)]));
    }

    [Fact]
    public async Task Boxes_and_chunks_that_lie_are_damage()
    {
        Assert.Equal(["fileDamaged"], await CodesAsync([.. Samples.Png, 0]));
        Assert.Equal(["fileDamaged"], await CodesAsync([.. Samples.Webp, 0]));
        Assert.Equal(["fileDamaged"], await CodesAsync([.. Samples.Mp4, 1, 2, 3]));
        Assert.Equal(["fileDamaged"], await CodesAsync(Changed(Samples.Mp4, 24, 0x7F)));
        Assert.Equal(["fileTypeUnknown"], await CodesAsync(Changed(Samples.Mp4, 8, (byte)'q')));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_not_read_to_its_end()
    {
        var inspection = await InspectAsync(Samples.Pdf, new InspectionLimits { FileBytes = 100 });

        Assert.Equal("fileTooLarge", Assert.Single(inspection.Issues).Code);
        Assert.True(inspection.Length <= 100);
    }

    [Fact]
    public async Task An_inspection_that_takes_too_long_is_a_refusal() =>
        Assert.Equal(["fileTooSlow"], await CodesAsync(Samples.PlainZip, new InspectionLimits { Time = TimeSpan.Zero }));

    [Fact]
    public async Task A_caller_who_stops_is_obeyed() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new FileInspector(new InspectionLimits(), TimeProvider.System).InspectAsync(
                new MemoryStream(Samples.Pdf), sha256: null, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData(" \t\n\u001a")]
    public async Task The_test_file_is_malware(string end)
    {
        byte[] file = [.. Samples.Eicar, .. System.Text.Encoding.ASCII.GetBytes(end)];

        Assert.Equal(68, Samples.Eicar.Length);
        Assert.Equal("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", (await InspectAsync(Samples.Eicar)).Sha256);
        Assert.Equal(FileIssues.Malware with { Detail = "EICAR-Test-File" }, Assert.Single((await InspectAsync(file)).Issues));
        Assert.Contains("fileMalware", await CodesAsync(Samples.Zip(("a.pdf", file))));
        Assert.Contains("fileMalware", await CodesAsync(
            Samples.Office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xl/workbook.xml", ("xl/x.bin", file))));
        Assert.Contains("fileMalware", await CodesAsync(Samples.Zip(("a.docx", Samples.OpenDocument("text", "<manifest/>", ("x", file))))));
    }

    [Fact]
    public async Task What_only_quotes_the_test_file_is_not_malware()
    {
        Assert.DoesNotContain("fileMalware", await CodesAsync([.. Samples.Eicar, .. "x"u8]));
        Assert.DoesNotContain("fileMalware", await CodesAsync([.. Samples.Eicar, .. Enumerable.Repeat((byte)' ', 61)]));
    }

    private static byte[] Changed(byte[] file, int at, byte value)
    {
        var copy = (byte[])file.Clone();
        copy[at] = value;
        return copy;
    }

    private static byte[] EndMovedBy(byte[] zip, int offset)
    {
        var end = zip[^22..];
        System.Buffers.Binary.BinaryPrimitives
            .WriteInt32LittleEndian(end.AsSpan(16), System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(16)) + offset);
        return end;
    }
}
