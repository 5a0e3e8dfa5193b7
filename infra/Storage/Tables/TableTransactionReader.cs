using System.Globalization;
using System.Text;
using Azure;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>Why a transaction was refused. The index is that of the refused action, or -1 when the service did not say.</summary>
internal readonly record struct TableTransactionFailure(int Status, string Code, string Text, int Index);

/// <summary>A transaction's answer: one ETag for each action, or one failure.</summary>
internal readonly record struct TableTransactionAnswer(IReadOnlyList<ETag> ETags, TableTransactionFailure? Failure);

/// <summary>
/// Reads a transaction's multipart answer (docs/storage-protocol.md §3.6). The outer status is 202 even for a failure, stray lines may stand before a
/// status line, and the index may stand in the message, in Content-ID (one more), or nowhere.
/// </summary>
internal static class TableTransactionReader
{
    private const string StatusLine = "HTTP/1.1 ";

    public static TableTransactionAnswer Read(ReadOnlySpan<byte> body)
    {
        var etags = new List<ETag>();
        var text = Encoding.UTF8.GetString(body);
        for (var at = text.IndexOf(StatusLine, StringComparison.Ordinal); at >= 0;)
        {
            var next = text.IndexOf("\n" + StatusLine, at + StatusLine.Length, StringComparison.Ordinal);
            var part = text.AsSpan(at, (next < 0 ? text.Length : next) - at);
            var status = int.Parse(part.Slice(StatusLine.Length, 3), CultureInfo.InvariantCulture);
            if (status >= 400)
            {
                return new TableTransactionAnswer([], ReadFailure(part, status));
            }

            etags.Add(Header(part, "ETag") is { Length: > 0 } etag ? new ETag(etag.ToString()) : default);
            at = next < 0 ? -1 : next + 1;
        }

        return new TableTransactionAnswer(etags, null);
    }

    private static TableTransactionFailure ReadFailure(ReadOnlySpan<char> part, int status)
    {
        var open = part.IndexOf('{');
        var close = part.LastIndexOf('}');
        var (code, message) = open >= 0 && close > open
            ? StorageError.ReadJson(Encoding.UTF8.GetBytes(part[open..(close + 1)].ToString()))
            : ("", "");
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            index = int.TryParse(Header(part, "Content-ID"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id - 1 : -1;
        }

        return new TableTransactionFailure(status, code, message, index);
    }

    private static ReadOnlySpan<char> Header(ReadOnlySpan<char> part, string name)
    {
        foreach (var line in part.EnumerateLines())
        {
            if (line.IsEmpty)
            {
                break;
            }

            if (line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return default;
    }
}
