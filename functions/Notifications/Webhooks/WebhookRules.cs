using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Outgoing;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>What receivers get, when they get it again, and when they get no more.</summary>
internal static class WebhookRules
{
    /// <summary>Deliveries given up one after the other before the receiver is switched off.</summary>
    public const int MaxDead = 5;

    /// <summary>How long a secret signs after it was replaced.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const int MaxName = 40;
    private const int MaxFilters = 50;
    private const int MaxFilter = 128;
    private const int MaxGenerations = 4;

    /// <summary>The pause after each attempt; after the last there is none.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24),
    ];

    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');

    /// <summary>
    /// The pause before the next attempt, up to a fifth longer by chance, so that what failed together does not come back together; null when it is
    /// given up.
    /// </summary>
    /// <param name="attempts">Attempts made, the failed one included.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan? PauseAfter(int attempts, double chance) => attempts <= Pauses.Length ? Pauses[attempts - 1] * (1 + (chance / 5)) : null;

    /// <summary>Whether a receiver is sent a notification. What is for one person is not: its recipient is personal data.</summary>
    public static bool Matches(Webhook webhook, StoredNotification stored) =>
        stored.Notification.Recipient.Kind is not RecipientKind.Person
        && stored.PostedAt >= webhook.CreatedAt
        && (webhook.Codes.Count == 0 || webhook.Codes.Contains(stored.Notification.Code))
        && (webhook.Recipients.Count == 0 || webhook.Recipients.Any(filter => Covers(filter, stored.Notification.Recipient)));

    /// <summary>
    /// Whether a text is a kind of recipients (<c>company</c>), one of them (<c>company:{creditCode}</c>), or a region with those below it
    /// (<c>reviewers:44</c>).
    /// </summary>
    public static bool IsFilter(string text)
    {
        var parts = text.Split(':', 2);
        return !text.Any(char.IsWhiteSpace) && CamelCase<RecipientKind>.TryParse(parts[0], out var kind) && kind is not RecipientKind.Person
            && (parts.Length == 1 || (kind is not (RecipientKind.Operators or RecipientKind.Witnesses) && parts[1].Length > 0));
    }

    /// <summary>Numbers of the secrets that sign now, newest first.</summary>
    public static IEnumerable<int> Generations(Webhook webhook, DateTimeOffset now)
    {
        var oldest = now < webhook.RotatedAt + Overlap ? Math.Max(webhook.OldestGeneration, webhook.Generation - MaxGenerations + 1) : webhook.Generation;
        return Enumerable.Range(oldest, webhook.Generation - oldest + 1).Reverse();
    }

    /// <summary>The receiver with its next secret; those that still sign go on for a day.</summary>
    public static Webhook Rotate(Webhook webhook, DateTimeOffset now) => webhook with
    {
        Revision = webhook.Revision + 1,
        Generation = webhook.Generation + 1,
        OldestGeneration = Generations(webhook, now).Last(),
        RotatedAt = now,
    };

    /// <summary>A receiver as an operator wants it: new, new after a removal, or changed.</summary>
    public static Webhook Configure(string name, WebhookRequest request, Webhook? known, DateTimeOffset now)
    {
        var wanted = new Webhook(name, request.Url!, request.Codes ?? [], request.Recipients ?? []) { IsEnabled = request.Enabled ?? true };
        if (known is null or { IsRemoved: true })
        {
            var generation = (known?.Generation ?? 0) + 1;
            return wanted with
            {
                Revision = (known?.Revision ?? 0) + 1,
                Generation = generation,
                OldestGeneration = generation,
                RotatedAt = now,
                CreatedAt = now,
                EnabledAt = now,
            };
        }

        return known with
        {
            Revision = known.Revision + 1,
            Url = wanted.Url,
            Codes = wanted.Codes,
            Recipients = wanted.Recipients,
            IsEnabled = wanted.IsEnabled,
            Failure = wanted.IsEnabled ? null : known.Failure,
            EnabledAt = wanted.IsEnabled && !known.IsEnabled ? now : known.EnabledAt,
        };
    }

    /// <summary>Why a receiver is to be switched off, by its newest finished deliveries since it was switched on; null while it is not.</summary>
    public static WebhookFailure? FailureOf(Webhook webhook, IEnumerable<Delivery> newestFirst)
    {
        var finished = newestFirst.Where(delivery => delivery.FinishedAt >= webhook.EnabledAt).ToList();
        if (finished.Any(static delivery => delivery is { State: DeliveryState.Dead, LastStatus: StatusCodes.Status410Gone }))
        {
            return WebhookFailure.Gone;
        }

        var newest = finished.Where(static delivery => delivery.State is DeliveryState.Dead or DeliveryState.Delivered)
            .OrderByDescending(static delivery => delivery.FinishedAt).Take(MaxDead).ToList();
        return newest.Count == MaxDead && newest.All(static delivery => delivery.State is DeliveryState.Dead) ? WebhookFailure.DeadLetters : null;
    }

    public static IReadOnlyList<FieldError> Check(WebhookRequest request, TargetRules targets, NotificationTexts texts)
    {
        var errors = new FieldErrors();
        if (string.IsNullOrWhiteSpace(request.Url))
        {
            errors.Add(FieldError.Required("url"));
        }
        else if (targets.Check(request.Url).Refusal is not null)
        {
            errors.Add(FieldError.NotAllowed("url").Accepting("https on port 443 or 8443 with a full public host name, without user name or fragment"));
        }

        errors.Texts("codes", request.Codes, MaxFilters, MaxFilter);
        errors.Texts("recipients", request.Recipients, MaxFilters, MaxFilter);
        foreach (var (i, code) in (request.Codes ?? []).Index())
        {
            if (code is not null && !texts.IsKnown(code))
            {
                errors.Add(FieldError.UnknownCode(FieldErrors.Item("codes", i)));
            }
        }

        foreach (var (i, filter) in (request.Recipients ?? []).Index())
        {
            if (filter is not null && !IsFilter(filter))
            {
                errors.Add(FieldError.InvalidFormat(FieldErrors.Item("recipients", i)).Accepting(
                    "company, company:{creditCode}, department, department:{id}, reviewers, reviewers:{region}, operators, witnesses"));
            }
        }

        return errors.All;
    }

    private static bool Covers(string filter, Recipient recipient)
    {
        var wanted = Recipient.Parse(filter);
        return wanted.Kind == recipient.Kind
            && (wanted.Name.Length == 0 || wanted.Name == recipient.Name
                || (wanted.Kind is RecipientKind.Reviewers && recipient.Name.StartsWith(wanted.Name, StringComparison.Ordinal)));
    }
}
