using Marketplace.Audit;

namespace Marketplace.Functions.Notifications;

/// <summary>Makes notifications from the audit trail of one type of aggregate; each slice registers its own.</summary>
internal interface INotificationSource
{
    /// <summary>First part of the names of the aggregates' audit chains.</summary>
    string Chains { get; }

    /// <summary>The aggregate as it is now; null when it is gone.</summary>
    /// <param name="partition">Its partition, the second part of the chain's name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<NotificationSubject?> FindAsync(string partition, CancellationToken cancellationToken);

    /// <summary>The notifications that follow from an entry of the trail, each with its code and recipient; none for most entries.</summary>
    IEnumerable<(string Code, Recipient Recipient)> Tell(AuditRecord record, NotificationSubject subject);
}

/// <summary>What a notification is about.</summary>
/// <param name="Owner">Whom it belongs to.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Region">Code of its region.</param>
internal sealed record NotificationSubject(Recipient Owner, string Name, string? Region)
{
    public string? ListingId { get; init; }

    public string? Vendor { get; init; }
}
