using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Marketplace.Files;

namespace Marketplace.Infra.Tests.Files;

/// <summary>Small real files of every type, made here.</summary>
internal static class Samples
{
    private const string Relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    /// <summary>What <c>base64 -d</c> makes of it is a picture of one pixel.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static byte[] Jpeg { get; } =
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0x7F, 0xFF, 0xD9,
    ];

    public static byte[] Webp { get; } = Riff([.. "WEBP"u8, .. "VP8L"u8, 8, 0, 0, 0, 0x2F, 0, 0, 0, 0, 0x88, 0x88, 8]);

    public static byte[] Mp4 { get; } =
        [.. Box("ftyp", [.. "isom"u8, 0, 0, 2, 0, .. "isomiso2"u8]), .. Box("moov", Box("mvhd", new byte[100])), .. Box("mdat", new byte[64])];

    public static byte[] Docx { get; } = Office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "word/document.xml");

    public static byte[] Xlsx { get; } = Office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xl/workbook.xml");

    public static byte[] Pptx { get; } = Office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "ppt/presentation.xml");

    public static byte[] Odt { get; } = OpenDocument("text");

    public static byte[] Ods { get; } = OpenDocument("spreadsheet");

    public static byte[] Odp { get; } = OpenDocument("presentation");

    public static byte[] Ofd { get; } = Zip(
        ("OFD.xml", "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\" Version=\"1.0\"><ofd:DocBody/></ofd:OFD>"u8.ToArray()),
            ("Doc_0/Document.xml", "<a/>"u8.ToArray()));

    public static byte[] Pdf { get; } = PdfWith("<< /Type /Catalog /Pages 2 0 R >>");

    public static byte[] PlainZip { get; } = Zip(("说明.pdf", Pdf), ("图/一.png", Png), ("表.xlsx", Xlsx));

    public static byte[] Eicar => Marketplace.Files.Content.Eicar.Bytes;

    public static TheoryData<string> AllTypes => new(Enum.GetNames<FileType>());

    public static byte[] Of(string type) => Enum.Parse<FileType>(type) switch
    {
        FileType.Pdf => Pdf,
        FileType.Docx => Docx,
        FileType.Xlsx => Xlsx,
        FileType.Pptx => Pptx,
        FileType.Odt => Odt,
        FileType.Ods => Ods,
        FileType.Odp => Odp,
        FileType.Ofd => Ofd,
        FileType.Png => Png,
        FileType.Jpeg => Jpeg,
        FileType.Webp => Webp,
        FileType.Mp4 => Mp4,
        _ => PlainZip,
    };

    /// <summary>A PDF whose first object is this.</summary>
    public static byte[] PdfWith(string first) => PdfWith(Encoding.Latin1.GetBytes(first));

    public static byte[] PdfWith(byte[] first) =>
    [
        .. "%PDF-1.7\n%\u00E2\u00E3\n1 0 obj\n"u8, .. first,
            .. "\nendobj\n2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R /Size 3 >>\nstartxref\n90\n%%EOF\n"u8,
    ];

    /// <summary>A PDF with an object in a packed stream.</summary>
    public static byte[] PdfWithPacked(string dictionary, string content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.Latin1.GetBytes(content));
        }

        return PdfWith([.. Encoding.Latin1.GetBytes(dictionary), .. "\nstream\r\n"u8, .. packed.ToArray(), .. "\nendstream"u8]);
    }

    public static byte[] Office(string mainType, string mainPart, params (string Name, byte[] Content)[] more) => Office(mainType, mainPart, "", more);

    public static byte[] Office(string mainType, string mainPart, string relationships, params (string Name, byte[] Content)[] more) => Zip(
    [
        ("[Content_Types].xml", Encoding.UTF8.GetBytes(
            $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/{mainPart}\" ContentType=\"{mainType}\"/></Types>")),
        ("_rels/.rels", Encoding.UTF8.GetBytes(
            $"<Relationships><Relationship Id=\"r1\" Type=\"{Relationship}officeDocument\" Target=\"{mainPart}\"/>{relationships}</Relationships>")),
        (mainPart, "<document/>"u8.ToArray()),
        .. more,
    ]);

    public static string External(string type) =>
        $"<Relationship Id=\"r9\" Type=\"{Relationship}{type}\" Target=\"https://example.org/x\" TargetMode=\"External\"/>";

    public static byte[] OpenDocument(string kind, string manifest = "<manifest/>", params (string Name, byte[] Content)[] more) => Zip(
    [
        ("mimetype", Encoding.ASCII.GetBytes($"application/vnd.oasis.opendocument.{kind}")),
        ("content.xml", "<a/>"u8.ToArray()),
        ("META-INF/manifest.xml", Encoding.UTF8.GetBytes(manifest)),
        .. more,
    ]);

    /// <summary>An archive as the base library writes it; a file called <c>mimetype</c> is stored.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Riff(byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. "RIFF"u8, .. length, .. content];
    }

    private static byte[] Box(string type, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length + 8);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. content];
    }
}
