using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>Tells office documents from archives of files, and reads every file in them to its end.</summary>
internal static class ZipInspector
{
    private const string ContentTypes = "[Content_Types].xml";
    private const string OfdRoot = "OFD.xml";
    private const string OpenDocumentType = "mimetype";

    public static Recognized Inspect(Stream file, InspectionBudget budget, bool isMember)
    {
        var (entries, fault) = ZipDirectory.Read(file, budget);
        if (fault is not null)
        {
            return new(null, fault);
        }

        if (entries.Any(static entry => entry.Name == ContentTypes))
        {
            return Package(file, entries, budget, new OfficePackage());
        }

        if (entries[0].Name == OpenDocumentType)
        {
            return Package(file, entries, budget, new OpenDocumentPackage());
        }

        if (entries.Any(static entry => entry.Name == OfdRoot))
        {
            return Package(file, entries, budget, new OfdPackage());
        }

        return isMember ? new(null, FileIssues.ArchiveNested) : ZipFiles.Inspect(file, entries, budget);
    }

    private static Recognized Package(Stream file, IReadOnlyList<ZipEntry> entries, InspectionBudget budget, IPackage package)
    {
        foreach (var entry in entries)
        {
            var part = PackagePart.Read(file, entry, package.Wants(entry.Name), budget);
            if (part.Fault is { } fault)
            {
                return new(null, fault);
            }

            if (Signatures.IsProgram(part.Head))
            {
                return new(null, FileIssues.Executable with { Member = entry.Name });
            }

            if (Eicar.Is(part.Head, entry.Length))
            {
                return new(null, FileIssues.Malware with { Detail = Eicar.Name, Member = entry.Name });
            }

            package.Look(part);
        }

        return package.Result();
    }
}
