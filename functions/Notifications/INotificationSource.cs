using Marketplace.Audit;

namespace Marketplace.Functions.Notifications;

/// <summary>Says of one kind of aggregate whom its owner is told what of: its audit trail is the outbox of its notices.</summary>
internal interface INotificationSource
{
    /// <summary>First part of the names of the aggregates' audit chains.</summary>
    string Chains { get; }

    /// <summary>The aggregate as it is now; null when it is gone.</summary>
    /// <param name="partition">Its partition, the second part of the chain's name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<NotificationSubject?> FindAsync(string partition, CancellationToken cancellationToken);

    /// <summary>What is told of an entry of the trail: a notice's code and who hears it; nothing for most entries.</summary>
    IEnumerable<(string Code, Recipient Recipient)> Tell(AuditRecord record, NotificationSubject subject);
}

/// <summary>What a notice is about.</summary>
/// <param name="Owner">Whom it belongs to.</param>
/// <param name="Name">How people call it.</param>
/// <param name="Region">Where it lies.</param>
internal sealed record NotificationSubject(Recipient Owner, string Name, string? Region)
{
    public string? ListingId { get; init; }

    public string? Vendor { get; init; }
}
