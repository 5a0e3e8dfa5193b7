using System.Text;
using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>OpenDocument (ISO 26300-3): the type stands in the first part; macros and objects lie in parts of their own.</summary>
internal sealed class OpenDocumentPackage : IPackage
{
    private const string Manifest = "META-INF/manifest.xml";
    private const string TypePart = "mimetype";

    private readonly HashSet<FileIssue> _issues = [];
    private FileType? _type;
    private bool _hasManifest;

    public bool Wants(string part) => part is Manifest or TypePart;

    public void Look(PackagePart part)
    {
        if (part.Name == TypePart)
        {
            _type = TypeOf(Encoding.ASCII.GetString(part.Text));
        }
        else if (part.Name == Manifest)
        {
            LookInto(part);
        }
        else if (part.Name.StartsWith("Basic/", StringComparison.Ordinal) || part.Name.StartsWith("Scripts/", StringComparison.Ordinal))
        {
            _issues.Add(FileIssues.Macros);
        }
        else if (part.Head.AsSpan().StartsWith(Signatures.CompoundFile))
        {
            _issues.Add(FileIssues.EmbeddedObject with { Member = part.Name });
        }
    }

    public Recognized Result()
    {
        if (_type is not { } type)
        {
            return new(null, FileIssues.UnknownType);
        }

        return _hasManifest ? new(type, [.. _issues]) : new(null, FileIssues.Damaged);
    }

    private static FileType? TypeOf(string mediaType) =>
        FileTypes.OfMediaType(mediaType) is { Type: FileType.Odt or FileType.Ods or FileType.Odp } known ? known.Type : null;

    private void LookInto(PackagePart part)
    {
        var elements = part.Elements();
        _hasManifest = elements is not null;
        if (elements?.Any(static element => element.Name == "encryption-data") is true)
        {
            _issues.Add(FileIssues.Encrypted);
        }
    }
}
