using System.Security.Cryptography;
using Marketplace.Identity.Tokens;

namespace Marketplace.Identity.Keys;

/// <summary>A published key that signatures are verified with. Safe for use by many threads.</summary>
internal abstract class VerificationKey(string id)
{
    /// <summary>The key's <c>kid</c>.</summary>
    public string Id { get; } = id;

    /// <summary>Whether the key's type and what it says of itself allow <paramref name="algorithm"/>.</summary>
    public abstract bool Supports(SignatureAlgorithm algorithm);

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="input"/>. Never throws for the content of either.</summary>
    public abstract bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);
}

/// <summary>RSA, 2048 to 8192 bits (RFC 7518 sections 3.3 and 3.5).</summary>
internal sealed class RsaVerificationKey(string id, RSAParameters parameters, SignatureAlgorithm? only) : VerificationKey(id)
{
    private readonly AlgorithmPool<RSA> _pool = new(() => RSA.Create(parameters));
    private readonly int _signatureLength = parameters.Modulus!.Length;

    public override bool Supports(SignatureAlgorithm algorithm) =>
        algorithm is SignatureAlgorithm.RS256 or SignatureAlgorithm.PS256 && (only is null || only == algorithm);

    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (!Supports(algorithm) || signature.Length != _signatureLength)
        {
            return false;
        }

        var rsa = _pool.Rent();
        var right = rsa.VerifyData(
            input, signature, HashAlgorithmName.SHA256, algorithm == SignatureAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        _pool.Return(rsa);
        return right;
    }
}

/// <summary>ECDSA on P-256 (RFC 7518 section 3.4).</summary>
internal sealed class EcVerificationKey(string id, ECParameters parameters) : VerificationKey(id)
{
    /// <summary>R and S, 32 bytes each.</summary>
    private const int SignatureLength = 64;

    private readonly AlgorithmPool<ECDsa> _pool = new(() => ECDsa.Create(parameters));

    public override bool Supports(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.ES256;

    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (!Supports(algorithm) || signature.Length != SignatureLength)
        {
            return false;
        }

        var ecdsa = _pool.Rent();
        var right = ecdsa.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _pool.Return(ecdsa);
        return right;
    }
}
