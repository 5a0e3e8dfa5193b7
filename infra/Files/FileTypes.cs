namespace Marketplace.Files;

/// <summary>How a type is called on the outside.</summary>
/// <param name="Type">The type.</param>
/// <param name="MediaType">Its registered or usual media type, as downloads carry it.</param>
/// <param name="Extensions">Extensions a name of it may have, with the dot, in lower case.</param>
public sealed record FileTypeNames(FileType Type, string MediaType, params IReadOnlyList<string> Extensions);

/// <summary>The types' names: what a client declares, and what a name must end in.</summary>
public static class FileTypes
{
    private const string OpenXml = "application/vnd.openxmlformats-officedocument.";
    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    /// <summary>What Windows browsers call a ZIP.</summary>
    private const string WindowsZip = "application/x-zip-compressed";

    /// <summary>Every type.</summary>
    public static IReadOnlyList<FileTypeNames> All { get; } =
    [
        new(FileType.Pdf, "application/pdf", ".pdf"),
        new(FileType.Docx, OpenXml + "wordprocessingml.document", ".docx"),
        new(FileType.Xlsx, OpenXml + "spreadsheetml.sheet", ".xlsx"),
        new(FileType.Pptx, OpenXml + "presentationml.presentation", ".pptx"),
        new(FileType.Odt, OpenDocument + "text", ".odt"),
        new(FileType.Ods, OpenDocument + "spreadsheet", ".ods"),
        new(FileType.Odp, OpenDocument + "presentation", ".odp"),
        new(FileType.Ofd, "application/ofd", ".ofd"),
        new(FileType.Png, "image/png", ".png"),
        new(FileType.Jpeg, "image/jpeg", ".jpg", ".jpeg"),
        new(FileType.Webp, "image/webp", ".webp"),
        new(FileType.Mp4, "video/mp4", ".mp4"),
        new(FileType.Zip, "application/zip", ".zip"),
    ];

    /// <summary>The names of a type.</summary>
    public static FileTypeNames Of(FileType type) => All[(int)type];

    /// <summary>The type a media type declares, without parameters and in any case; null when it is none of them.</summary>
    public static FileTypeNames? OfMediaType(string mediaType)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        var known = mediaType.Equals(WindowsZip, StringComparison.OrdinalIgnoreCase) ? Of(FileType.Zip).MediaType : mediaType;
        return All.FirstOrDefault(names => names.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase));
    }
}
