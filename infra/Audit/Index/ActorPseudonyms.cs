using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Audit.Index;

/// <summary>
/// Stands for a person where the trail must find but not name them: in the index, and in the name of the chain of their looks. Keyed,
/// so that nobody without the key can tell whom a pseudonym means, even if they know every subject.
/// </summary>
public sealed class ActorPseudonyms
{
    private const int Bytes = 16;

    private readonly byte[] _key;

    /// <param name="key">At least 32 bytes. Another key makes other pseudonyms: the index is to be rebuilt then.</param>
    /// <exception cref="ArgumentException">The key is shorter.</exception>
    public ActorPseudonyms(byte[] key) =>
        _key = key.Length >= 32 ? key : throw new ArgumentException("Pseudonyms need a key of at least 32 bytes.", nameof(key));

    /// <summary>The pseudonym of a subject of an issuer: 32 hexadecimal digits.</summary>
    public string Of(string issuer, string subject) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, Bytes));
}
