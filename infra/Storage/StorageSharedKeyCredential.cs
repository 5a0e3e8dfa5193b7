using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Storage;

/// <summary>An account's name and key, which sign requests and shared access signatures. The key is never shown again.</summary>
public sealed class StorageSharedKeyCredential
{
    private readonly byte[] _key;

    /// <param name="accountName">The account's name.</param>
    /// <param name="accountKey">The account's key in base64.</param>
    /// <exception cref="FormatException">The key is not base64.</exception>
    public StorageSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        AccountName = accountName;
        _key = Convert.FromBase64String(accountKey);
    }

    /// <summary>The account's name.</summary>
    public string AccountName { get; }

    /// <summary>Base64 of the HMAC-SHA256 of a text's UTF-8 bytes.</summary>
    internal string Sign(string text) => Sign(_key, text);

    internal static string Sign(byte[] key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
