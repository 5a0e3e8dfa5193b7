using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>OFD (GB/T 33190): the root part names the documents; other files may be attached to them.</summary>
internal sealed class OfdPackage : IPackage
{
    private readonly HashSet<FileIssue> _issues = [];
    private bool _isOfd;

    public bool Wants(string part) => part == "OFD.xml";

    public void Look(PackagePart part)
    {
        if (Wants(part.Name))
        {
            _isOfd = part.Elements() is [{ Name: "OFD" }, ..];
        }
        else if (part.Name.Split('/').Any(static folder => folder is "Attachs" or "Attachments" or "Attachments.xml"))
        {
            _issues.Add(FileIssues.EmbeddedFile);
        }
        else if (part.Head.AsSpan().StartsWith(Signatures.CompoundFile))
        {
            _issues.Add(FileIssues.EmbeddedObject with { Member = part.Name });
        }
    }

    public Recognized Result() => _isOfd ? new(FileType.Ofd, [.. _issues]) : new(null, FileIssues.Damaged);
}
