using System.Globalization;
using Marketplace.Audit;
using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Checks;

/// <summary>What changed between two sets of data, for the audit trail: enough to tell which set was in force, not its thousands of terms.</summary>
internal static class CheckDataDiff
{
    public static AuditDifferences Between(CheckData before, CheckData after)
    {
        var (old, @new) = (CheckDataJson.Write(before), CheckDataJson.Write(after));
        var changes = new FieldDiff();
        changes.Add("version", before.Version, after.Version);
        changes.Add("source", before.Source, after.Source);
        changes.Add("sha256", StoredCheckData.DigestOf(old), StoredCheckData.DigestOf(@new));
        changes.Add("bytes", Text(old.Length), Text(@new.Length));
        changes.Add("entries", Text(before.Entries?.Count), Text(after.Entries?.Count));
        changes.Add("variants", Text(before.Variants?.Count), Text(after.Variants?.Count));
        return new(changes.All, []);
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
