using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Audit;

/// <summary>Appends events to a hash chain: each entry's hashed text names the hash of the entry before it.</summary>
public static class AuditChain
{
    private const int SaltBytes = 16;

    /// <summary>
    /// Makes the entry that follows <paramref name="head"/> in <paramref name="chain"/>. Changes beyond what a table row can hold
    /// are recorded by their number and digest.
    /// </summary>
    /// <param name="chain">Name of the chain: the aggregate whose partition holds it.</param>
    /// <param name="head">The chain as it stands.</param>
    /// <param name="draft">What to record.</param>
    /// <param name="random">Source of the salt; cryptographic in production.</param>
    public static AuditEntry Append(string chain, ChainHead head, AuditDraft draft, RandomNumberGenerator random)
    {
        var salt = new byte[SaltBytes];
        random.GetBytes(salt);
        var personal = EntryWriter.WritePersonal(draft, salt);
        var sequence = head.Sequence + 1;
        var chained = EntryWriter.WriteChained(chain, sequence, head.Hash, draft, Digest(personal));
        return new AuditEntry(sequence, chained, Digest(chained), personal);
    }

    /// <summary>SHA-256 of the text's UTF-8 bytes in lower-case hexadecimal.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
