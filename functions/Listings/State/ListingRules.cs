using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;
using Marketplace.Hosting;

namespace Marketplace.Functions.Listings.State;

/// <summary>The life of a published listing (product.md “Listing life cycle”): which change of state may follow which.</summary>
internal static class ListingRules
{
    public static Listing Create(string id, Origin origin, ListingContent content, DateTimeOffset publishedAt, DateTimeOffset now) => new()
    {
        Id = id,
        State = ListingState.Published,
        Version = 1,
        Revision = 1,
        Content = content,
        Origin = origin,
        PublishedAt = publishedAt,
        UpdatedAt = now,
    };

    /// <summary>New content for an entry that stands; its state stays as it is.</summary>
    public static Decided<Listing> Revise(Listing listing, ListingContent content, DateTimeOffset publishedAt, DateTimeOffset now)
    {
        if (listing.State is ListingState.Withdrawn) return new Refusal("listingWithdrawn");
        if (listing.Kind != content.Kind) return Refusal.Invalid(FieldError.Inconsistent("kind", CamelCase<ListingKind>.Name(listing.Kind)));
        return listing with { Content = content, Version = listing.Version + 1, Revision = listing.Revision + 1, PublishedAt = publishedAt, UpdatedAt = now };
    }

    public static Decided<Listing> Suspend(Listing listing, DateTimeOffset now) =>
        listing.State is ListingState.Published ? Move(listing, ListingState.Suspended, now) : new Refusal("listingNotPublished");

    public static Decided<Listing> Resume(Listing listing, DateTimeOffset now) =>
        listing.State is ListingState.Suspended ? Move(listing, ListingState.Published, now) : new Refusal("listingNotSuspended");

    /// <summary>Taken back for good: from sight at once, never from history.</summary>
    public static Decided<Listing> Withdraw(Listing listing, DateTimeOffset now) =>
        listing.State is ListingState.Withdrawn ? new Refusal("listingWithdrawn") : Move(listing, ListingState.Withdrawn, now);

    private static Listing Move(Listing listing, ListingState state, DateTimeOffset now) =>
        listing with { State = state, Revision = listing.Revision + 1, UpdatedAt = now };
}
