using System.Security.Cryptography;

namespace Marketplace.Outbox;

/// <summary>The one source of event ids.</summary>
public static class EventIds
{
    /// <summary>A new id of 128 random bits in lower-case hexadecimal. Every attempt to commit takes its own: a cancelled one is void for ever.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
