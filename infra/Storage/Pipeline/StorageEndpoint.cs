using System.Net;

namespace Marketplace.Storage.Pipeline;

/// <summary>What can be told from a service's address.</summary>
internal static class StorageEndpoint
{
    public static Uri WithoutTrailingSlash(Uri endpoint) =>
        new UriBuilder(endpoint) { Path = endpoint.AbsolutePath.TrimEnd('/'), Query = "", Fragment = "" }.Uri;

    /// <summary>The account an address belongs to: the first host label, or the first path segment of an emulator's address.</summary>
    public static string AccountName(Uri endpoint) =>
        IsPathStyle(endpoint)
            ? endpoint.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
                ?? throw new ArgumentException($"The address {endpoint.GetLeftPart(UriPartial.Path)} names no account.", nameof(endpoint))
            : endpoint.Host[..endpoint.Host.IndexOf('.', StringComparison.Ordinal)];

    public static bool IsPathStyle(Uri endpoint) =>
        !endpoint.Host.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(endpoint.Host.Trim('[', ']'), out _);
}
