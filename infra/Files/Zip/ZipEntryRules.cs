using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>What an archive's files may be called, how they may be packed, and how much they may unpack to by their own account.</summary>
internal static class ZipEntryRules
{
    public static FileIssue? FaultOf(IReadOnlyList<ZipEntry> entries, InspectionLimits limits)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var total = 0L;
        foreach (var entry in entries)
        {
            if (FaultOf(entry, limits) is { } fault)
            {
                return fault with { Member = entry.Name };
            }

            if (!names.Add(entry.Name.TrimEnd('/')))
            {
                return FileIssues.ArchiveDuplicateName with { Member = entry.Name };
            }

            total += entry.Length;
            if (total > limits.UnpackedBytes)
            {
                return FileIssues.ArchiveTooLarge with { Detail = Sizes.Text(limits.UnpackedBytes) };
            }
        }

        return null;
    }

    private static FileIssue? FaultOf(ZipEntry entry, InspectionLimits limits)
    {
        if (!ZipNames.IsSafe(entry.Name) || entry.IsLink)
        {
            return FileIssues.ArchiveUnsafeName;
        }

        if (entry.IsEncrypted)
        {
            return FileIssues.ArchiveEncrypted;
        }

        if (entry.Method is not (ZipEntry.Stored or ZipEntry.Deflated))
        {
            return FileIssues.ArchiveMethod;
        }

        if (entry.Method is ZipEntry.Stored && entry.Packed != entry.Length || entry.IsFolder && entry.Length != 0)
        {
            return FileIssues.ArchiveLies;
        }

        if (entry.Length > limits.EntryBytes)
        {
            return FileIssues.ArchiveTooLarge with { Detail = Sizes.Text(limits.EntryBytes) };
        }

        return entry.Length > limits.RatioCountsAbove && entry.Length / limits.Ratio > entry.Packed
            ? FileIssues.ArchiveRatio with { Detail = $"{limits.Ratio}" }
            : null;
    }
}
