using Marketplace.Functions.Instance;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Attachments;

/// <summary>The types of aggregates that have attachments.</summary>
internal sealed class AttachmentParents(IEnumerable<AttachmentParentType> types, IServiceProvider services)
{
    private readonly Dictionary<string, AttachmentParentType> _byKind = types.ToDictionary(static type => type.Kind, StringComparer.Ordinal);

    public AttachmentParentType TypeOf(AttachmentParent parent) => _byKind[parent.Kind];

    public TableClient TableOf(AttachmentParent parent) => services.Table(TypeOf(parent).Table);

    /// <summary>Announces the scan of a parent's uploads together with a change of its rows.</summary>
    public OutboxWriter ScansOf(AttachmentParent parent) => new(services.Queue(AttachmentScans.Queue), TypeOf(parent).Completed);

    /// <summary>What a message says of completed uploads, and of which type of aggregate; null when it is another message.</summary>
    public (AttachmentParentType Type, OutboxMessage Message)? Read(MessageEnvelope envelope)
    {
        foreach (var type in _byKind.Values)
        {
            if (type.Completed.Read(envelope) is { } message)
            {
                return (type, message);
            }
        }

        return null;
    }

    public bool Knows(string kind) => _byKind.ContainsKey(kind);
}

/// <summary>Hears that a scan of an aggregate's attachments has ended.</summary>
internal interface IAttachmentObserver
{
    /// <summary>Kind of the aggregates it hears of.</summary>
    string Kind { get; }

    /// <summary>Called at least once after a scan; what is done follows from the rows alone.</summary>
    Task OnScannedAsync(string partition, string messageId, CancellationToken cancellationToken);
}
