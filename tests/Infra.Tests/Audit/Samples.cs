using System.Security.Cryptography;
using Marketplace.Audit;
using Marketplace.Audit.Verification;

namespace Marketplace.Infra.Tests.Audit;

/// <summary>Chains to test with.</summary>
internal static class Samples
{
    public const string Chain = "items/abc";

    public static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    public static readonly AuditActor Official = new("https://issuer.example", "u-1", "张三", "gov.user", "ppm");

    public static AuditDraft Draft(
        string target = Chain, string action = "item.changed", AuditActor? actor = null, DateTimeOffset? at = null, string note = "新") =>
        new(target, action, actor ?? Official, at
            ?? Start, "c-1", [new AuditChange("note", "旧", note)], "因为", [new AuditChange("contact.phone", null, "13800000000")]);

    public static List<AuditEntry> Entries(int count, string chain = Chain)
    {
        var entries = new List<AuditEntry>();
        for (var i = 0; i < count; i++)
        {
            var head = entries.Count == 0 ? ChainHead.Empty : entries[^1].Head;
            entries.Add(AuditChain.Append(chain, head, Draft(chain, note: $"第{i}次", at: Start.AddMinutes(i)), Random));
        }

        return entries;
    }

    /// <summary>The first broken link; null when all hold.</summary>
    public static BrokenLink? Verify(IEnumerable<AuditEntry> entries, ChainHead? head = null, string chain = Chain)
    {
        var verifier = new ChainVerifier(chain);
        return entries.Select(verifier.Next).FirstOrDefault(broken => broken is not null) ?? (head is { } stored ? verifier.End(stored) : null);
    }

    /// <summary>An entry that says something else, hashed anew: what somebody with access to the rows would write.</summary>
    public static AuditEntry Rewritten(AuditEntry entry, string from, string to)
    {
        var chained = entry.Chained.Replace(from, to, StringComparison.Ordinal);
        return entry with { Chained = chained, Hash = AuditChain.Digest(chained) };
    }
}
