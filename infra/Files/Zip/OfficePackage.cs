using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>Word, Excel and PowerPoint (ISO 29500): the type by the main part's content type; macros, objects and what is fetched from elsewhere.</summary>
internal sealed class OfficePackage : IPackage
{
    private const string ContentTypes = "[Content_Types].xml";

    private static readonly (string Ending, FileType Type)[] MainParts =
    [
        ("wordprocessingml.document.main+xml", FileType.Docx), ("ms-word.document.macroEnabled.main+xml", FileType.Docx),
        ("spreadsheetml.sheet.main+xml", FileType.Xlsx), ("ms-excel.sheet.macroEnabled.main+xml", FileType.Xlsx),
        ("presentationml.presentation.main+xml", FileType.Pptx), ("ms-powerpoint.presentation.macroEnabled.main+xml", FileType.Pptx),
    ];

    private readonly HashSet<FileIssue> _issues = [];
    private readonly HashSet<FileType> _types = [];
    private bool _isDamaged;

    public bool Wants(string part) => part == ContentTypes || part.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    public void Look(PackagePart part)
    {
        if (Wants(part.Name))
        {
            LookInto(part);
        }
        else if (part.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
        {
            _issues.Add(FileIssues.Macros);
        }
        else if (part.Head.AsSpan().StartsWith(Signatures.CompoundFile) || IsActive(part.Name))
        {
            _issues.Add(FileIssues.EmbeddedObject with { Member = part.Name });
        }
    }

    public Recognized Result()
    {
        if (_isDamaged)
        {
            return new(null, FileIssues.Damaged);
        }

        return _types is { Count: 1 } ? new(_types.Single(), [.. _issues]) : new(null, FileIssues.UnknownType);
    }

    private void LookInto(PackagePart part)
    {
        if (part.Elements() is not { } elements)
        {
            _isDamaged = true;
            return;
        }

        foreach (var element in elements)
        {
            LookAtType(element["ContentType"]);
            if (element["TargetMode"].Equals("External", StringComparison.OrdinalIgnoreCase) && !IsHyperlink(element["Type"]))
            {
                _issues.Add(FileIssues.External with { Detail = element["Type"][(element["Type"].LastIndexOf('/') + 1)..] });
            }
        }
    }

    private void LookAtType(string type)
    {
        foreach (var (ending, known) in MainParts)
        {
            if (type.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                _types.Add(known);
            }
        }

        if (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
            || type.Contains("macrosheet", StringComparison.OrdinalIgnoreCase))
        {
            _issues.Add(FileIssues.Macros);
        }
    }

    private static bool IsHyperlink(string type) => type.EndsWith("/hyperlink", StringComparison.Ordinal);

    private static bool IsActive(string name) => name.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)
        || name.Contains("/embeddings/", StringComparison.OrdinalIgnoreCase);
}
