using Azure;

namespace Marketplace.Storage.Pipeline;

/// <summary>The parts of a storage connection string. Messages name parts, never their values: one of them is the key.</summary>
internal static class ConnectionString
{
    public static Dictionary<string, string> Parse(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new FormatException("A part of the storage connection string is not of the form Name=Value.");
            }

            parts[part[..at]] = part[(at + 1)..];
        }

        return parts;
    }

    public static StorageCredential Credential(Dictionary<string, string> parts)
    {
        if (parts.TryGetValue("SharedAccessSignature", out var signature))
        {
            return StorageCredential.From(new AzureSasCredential(signature));
        }

        try
        {
            return StorageCredential.From(new StorageSharedKeyCredential(Required(parts, "AccountName"), Required(parts, "AccountKey")));
        }
        catch (FormatException malformed) when (parts.ContainsKey("AccountKey"))
        {
            throw new FormatException("AccountKey in the storage connection string is not base64.", malformed);
        }
    }

    public static Uri Endpoint(Dictionary<string, string> parts, string service)
    {
        if (!parts.TryGetValue($"{service}Endpoint", out var address))
        {
            var protocol = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
            var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
            address = FormattableString.Invariant($"{protocol}://{Required(parts, "AccountName")}.{Lower(service)}.{suffix}");
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw new FormatException($"{service}Endpoint in the storage connection string is not an http or https address.");
    }

    private static string Required(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new FormatException($"The storage connection string has no {name}.");

#pragma warning disable CA1308 // Host names are lower-case.
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
