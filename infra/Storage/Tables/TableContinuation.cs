using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>Where a query goes on: the service's two opaque texts (the second may be absent) joined into one.</summary>
internal static class TableContinuation
{
    private const char Separator = ' ';

    public static string? Read(Response response) =>
        response.Header("x-ms-continuation-NextPartitionKey") is { } partition
            ? $"{Uri.EscapeDataString(partition)}{Separator}{Uri.EscapeDataString(response.Header("x-ms-continuation-NextRowKey") ?? "")}"
            : null;

    /// <exception cref="ArgumentException">The token is none of ours.</exception>
    public static void Append(Request request, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return;
        }

        if (token.Split(Separator) is not [var partition, var row])
        {
            throw new ArgumentException("This is no continuation token of a table query.", nameof(token));
        }

        request.AppendQuery("NextPartitionKey", Uri.UnescapeDataString(partition));
        request.AppendQuery("NextRowKey", row.Length == 0 ? null : Uri.UnescapeDataString(row));
    }
}
