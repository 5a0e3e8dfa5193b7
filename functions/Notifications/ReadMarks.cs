namespace Marketplace.Functions.Notifications;

/// <summary>What one person has read.</summary>
/// <param name="UpTo">Everything that arrived until then; null for nothing.</param>
/// <param name="Places">Single notifications besides, by their places.</param>
internal sealed record ReadMarks(DateTimeOffset? UpTo, IReadOnlySet<string> Places)
{
    public bool Has(string place) => Places.Contains(place) || (UpTo is { } upTo && NotificationRows.PostedAt(place) <= upTo);
}
