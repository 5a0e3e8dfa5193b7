using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>An archive of files: each must be of a known type itself, and none another archive.</summary>
internal static class ZipFiles
{
    private const int ChunkBytes = 81_920;

    public static Recognized Inspect(Stream file, IReadOnlyList<ZipEntry> entries, InspectionBudget budget)
    {
        var issues = new List<FileIssue>();
        var chunk = new byte[ChunkBytes];
        foreach (var entry in entries.Where(static entry => !entry.IsFolder))
        {
            using var content = TemporaryFile.Create();
            if (Unpack(file, entry, budget, chunk, content) is { } fault)
            {
                return new(null, fault);
            }

            issues.AddRange(ContentInspector.Inspect(content, budget, isMember: true).Issues.Select(issue => In(entry, issue)));
            if (issues.Any(static issue => issue.IsRefusal))
            {
                return new(null, issues);
            }
        }

        return new(FileType.Zip, issues);
    }

    private static FileIssue? Unpack(Stream file, ZipEntry entry, InspectionBudget budget, byte[] chunk, FileStream content)
    {
        using var member = new ZipMember(file, entry, budget);
        while (member.Read(chunk) is var count and > 0)
        {
            content.Write(chunk, 0, count);
        }

        content.Flush();
        return member.Fault;
    }

    private static FileIssue In(ZipEntry entry, FileIssue issue) =>
        issue with { Member = issue.Member.Length == 0 ? entry.Name : $"{entry.Name}/{issue.Member}" };
}
