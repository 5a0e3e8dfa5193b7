using System.Buffers;
using System.Text;

namespace Marketplace.Storage.Tables;

/// <summary>
/// A transaction as multipart text. The boundaries can be fixed: entities are JSON on one line that begins with a brace, so no line of
/// theirs can be a boundary.
/// </summary>
internal static class TableTransactionWriter
{
    public const string ContentType = "multipart/mixed; boundary=batch_marketplace";

    private const string Opening =
        "--batch_marketplace\r\nContent-Type: multipart/mixed; boundary=changeset_marketplace\r\n\r\n";

    private const string Part =
        "--changeset_marketplace\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";

    private const string Closing = "--changeset_marketplace--\r\n--batch_marketplace--\r\n";

    public static void Write(IBufferWriter<byte> output, Uri endpoint, string table, IReadOnlyList<TableTransactionAction> actions)
    {
        Append(output, Opening);
        foreach (var action in actions)
        {
            Append(output, Part);
            Append(output, RequestLine(endpoint, table, action));
            Append(output, "Content-Type: application/json\r\nAccept: application/json;odata=nometadata\r\nDataServiceVersion: 3.0;\r\n");
            Append(output, Condition(action));
            if (action.ActionType != TableTransactionActionType.Delete)
            {
                TableEntityWriter.WritePart(output, action.Entity);
            }

            Append(output, "\r\n");
        }

        Append(output, Closing);
    }

    private static string RequestLine(Uri endpoint, string table, TableTransactionAction action)
    {
        var address = action.ActionType == TableTransactionActionType.Add
            ? $"{endpoint}/{table}"
            : $"{endpoint}{TableNames.EntityPath(table, action.Entity.PartitionKey, action.Entity.RowKey)}";
        var method = action.ActionType switch
        {
            TableTransactionActionType.Add => "POST",
            TableTransactionActionType.Delete => "DELETE",
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
            _ => "PUT",
        };
        return $"{method} {address} HTTP/1.1\r\n";
    }

    private static string Condition(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => "Prefer: return-no-content\r\n\r\n",
        TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace => "\r\n",
        _ => $"If-Match: {action.ETag.ToString("H")}\r\n\r\n",
    };

    private static void Append(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
