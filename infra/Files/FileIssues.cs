namespace Marketplace.Files;

/// <summary>Everything that can be wrong with a file's content: a closed set of codes.</summary>
public static class FileIssues
{
    private static readonly List<FileIssue> Known = [];

    /// <summary>Nothing is in it.</summary>
    public static readonly FileIssue Empty = Refusal("fileEmpty");

    /// <summary>It is longer than the limit.</summary>
    public static readonly FileIssue TooLarge = Refusal("fileTooLarge");

    /// <summary>It is of none of the known types.</summary>
    public static readonly FileIssue UnknownType = Refusal("fileTypeUnknown");

    /// <summary>It begins as a known type but does not go on as one.</summary>
    public static readonly FileIssue Damaged = Refusal("fileDamaged");

    /// <summary>It is a program.</summary>
    public static readonly FileIssue Executable = Refusal("fileExecutable");

    /// <summary>It can be read as two types at once.</summary>
    public static readonly FileIssue Polyglot = Refusal("filePolyglot");

    /// <summary>Its inspection took longer than the limit.</summary>
    public static readonly FileIssue TooSlow = Refusal("fileTooSlow");

    /// <summary>It is the EICAR test file, or a scanner knows it as malware; the detail names the signature.</summary>
    public static readonly FileIssue Malware = Register(new("fileMalware", FileIssueSeverity.Malware));

    /// <summary>Its content is encrypted, so that nobody could look into it.</summary>
    public static readonly FileIssue Encrypted = Warning("fileEncrypted");

    /// <summary>A PDF with scripts, forms with scripts or active media.</summary>
    public static readonly FileIssue PdfScript = Warning("pdfScript");

    /// <summary>A PDF that starts programs or sends data elsewhere.</summary>
    public static readonly FileIssue PdfLaunch = Warning("pdfLaunch");

    /// <summary>A PDF or OFD with files inside.</summary>
    public static readonly FileIssue EmbeddedFile = Warning("embeddedFile");

    /// <summary>A PDF part that could not be looked into: an unusual filter, or more than the limit.</summary>
    public static readonly FileIssue PdfUnread = Warning("pdfUnread");

    /// <summary>An office file with macros.</summary>
    public static readonly FileIssue Macros = Warning("officeMacros");

    /// <summary>An office file that fetches parts from elsewhere when opened.</summary>
    public static readonly FileIssue External = Warning("officeExternal");

    /// <summary>An office file with embedded objects of other programs.</summary>
    public static readonly FileIssue EmbeddedObject = Warning("officeEmbeddedObject");

    /// <summary>The archive's records contradict each other or end early.</summary>
    public static readonly FileIssue ArchiveDamaged = Refusal("archiveDamaged");

    /// <summary>The archive's content is encrypted.</summary>
    public static readonly FileIssue ArchiveEncrypted = Refusal("archiveEncrypted");

    /// <summary>A name leads out of the archive, hides its direction, or is a link.</summary>
    public static readonly FileIssue ArchiveUnsafeName = Refusal("archiveUnsafeName");

    /// <summary>Two files have the same name, upper and lower case not told apart.</summary>
    public static readonly FileIssue ArchiveDuplicateName = Refusal("archiveDuplicateName");

    /// <summary>Files of the archive share bytes.</summary>
    public static readonly FileIssue ArchiveOverlap = Refusal("archiveOverlap");

    /// <summary>The archive has bytes that belong to none of its files.</summary>
    public static readonly FileIssue ArchiveHiddenData = Refusal("archiveHiddenData");

    /// <summary>The archive has more files than the limit.</summary>
    public static readonly FileIssue ArchiveTooManyEntries = Refusal("archiveTooManyEntries");

    /// <summary>Unpacked, the archive or a file in it is larger than the limit.</summary>
    public static readonly FileIssue ArchiveTooLarge = Refusal("archiveTooLarge");

    /// <summary>A file in the archive unpacks to many times its size.</summary>
    public static readonly FileIssue ArchiveRatio = Refusal("archiveRatio");

    /// <summary>A file in the archive is packed by another method than deflate.</summary>
    public static readonly FileIssue ArchiveMethod = Refusal("archiveMethod");

    /// <summary>A file in the archive has another length or checksum than the archive says.</summary>
    public static readonly FileIssue ArchiveLies = Refusal("archiveLies");

    /// <summary>There is an archive in the archive.</summary>
    public static readonly FileIssue ArchiveNested = Refusal("archiveNested");

    /// <summary>Every issue, without details.</summary>
    public static IReadOnlyList<FileIssue> All => Known;

    private static FileIssue Refusal(string code) => Register(new(code, FileIssueSeverity.Refusal));

    private static FileIssue Warning(string code) => Register(new(code, FileIssueSeverity.Warning));

    private static FileIssue Register(FileIssue issue)
    {
        Known.Add(issue);
        return issue;
    }
}
