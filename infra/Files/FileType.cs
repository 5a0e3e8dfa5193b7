namespace Marketplace.Files;

/// <summary>The kinds of file that are recognised by content.</summary>
public enum FileType
{
    /// <summary>PDF (ISO 32000).</summary>
    Pdf,

    /// <summary>Word document (OOXML, ISO 29500).</summary>
    Docx,

    /// <summary>Excel workbook (OOXML).</summary>
    Xlsx,

    /// <summary>PowerPoint presentation (OOXML).</summary>
    Pptx,

    /// <summary>OpenDocument text (ISO 26300).</summary>
    Odt,

    /// <summary>OpenDocument spreadsheet.</summary>
    Ods,

    /// <summary>OpenDocument presentation.</summary>
    Odp,

    /// <summary>OFD, the Chinese fixed-layout format (GB/T 33190).</summary>
    Ofd,

    /// <summary>PNG image.</summary>
    Png,

    /// <summary>JPEG image.</summary>
    Jpeg,

    /// <summary>WebP image.</summary>
    Webp,

    /// <summary>MP4 video.</summary>
    Mp4,

    /// <summary>ZIP archive of files of the other types.</summary>
    Zip,
}
