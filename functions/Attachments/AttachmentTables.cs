using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Attachments;

/// <summary>The tables whose aggregates have attachments.</summary>
internal sealed class AttachmentTables(IEnumerable<AttachmentTable> tables, TableServiceClient service)
{
    private readonly Dictionary<string, AttachmentTable> _byKind = tables.ToDictionary(static table => table.Kind, StringComparer.Ordinal);

    public AttachmentTable Of(AttachmentParent home) => _byKind[home.Kind];

    public TableClient ClientOf(AttachmentParent home) => service.GetTableClient(Of(home).Table);

    /// <summary>The table of a message's type; null when the message is no attachment's.</summary>
    public AttachmentTable? OfMessage(string type) => _byKind.Values.FirstOrDefault(table => table.Completed == type);

    public bool Knows(string kind) => _byKind.ContainsKey(kind);
}
