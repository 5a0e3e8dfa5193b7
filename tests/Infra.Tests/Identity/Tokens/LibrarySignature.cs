using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

/// <summary>The library's verification by itself, for signatures over what is no access token.</summary>
internal static class LibrarySignature
{
    public static bool IsSignatureOf(this SecurityKey key, string algorithm, byte[] input, byte[] signature)
    {
        var factory = key.CryptoProviderFactory;
        var provider = factory.CreateForVerifying(key, algorithm);
        try
        {
            return signature.Length > 0 && provider.Verify(input, signature);
        }
        finally
        {
            factory.ReleaseSignatureProvider(provider);
        }
    }
}
