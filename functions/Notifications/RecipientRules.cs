using Marketplace.Identity;

namespace Marketplace.Functions.Notifications;

/// <summary>Which inboxes a caller reads, and into which inboxes a notification is put.</summary>
internal static class RecipientRules
{
    /// <summary>Lengths of region codes, province first (GB/T 2260 and the statistical codes below it).</summary>
    private static readonly int[] RegionLengths = [2, 4, 6, 9, 12];

    /// <summary>The recipients in whose name a caller reads: as a person, and as what each role makes of them.</summary>
    public static IReadOnlyList<Recipient> Of(Caller caller)
    {
        if (caller.IsAnonymous)
        {
            return [];
        }

        List<Recipient> recipients = [Recipient.Person(caller.Id)];
        if (caller.CreditCode is { } code && (caller.Is(Role.VendorMember) || caller.Is(Role.VendorAdmin)))
        {
            recipients.Add(Recipient.Company(code));
        }

        if (caller.Department is { } department && caller.Is(Role.GovUser))
        {
            recipients.Add(Recipient.Department(department));
        }

        if (caller.Region is { } region && caller.Is(Role.GovReviewer))
        {
            recipients.Add(Recipient.Reviewers(region));
        }

        if (caller.Is(Role.Operator))
        {
            recipients.Add(Recipient.Operators);
        }

        return recipients;
    }

    /// <summary>
    /// Every inbox a notification is put into, the recipient's own first: reviewers read one inbox, that of their own region, so what concerns
    /// a county is put into those of its city and province too.
    /// </summary>
    public static IReadOnlyList<Recipient> InboxesOf(Recipient recipient) => recipient.Kind is RecipientKind.Reviewers
        ? [recipient, .. RegionLengths.Where(length => length < recipient.Name.Length).Select(length => Recipient.Reviewers(recipient.Name[..length]))]
        : [recipient];
}
