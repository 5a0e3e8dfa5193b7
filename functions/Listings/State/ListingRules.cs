using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.State;

/// <summary>The life of a published listing (product.md “Listing life cycle”): which change of state may follow which.</summary>
internal static class ListingRules
{
    public static Listing Create(string id, Origin origin, ListingContent content, DateTimeOffset publishedAt, DateTimeOffset now) => new()
    {
        Id = id,
        State = LifecycleState.Published,
        Version = 1,
        Revision = 1,
        Content = content,
        Origin = origin,
        PublishedAt = publishedAt,
        UpdatedAt = now,
    };

    /// <summary>An entry that nothing was published of yet, opened by its first submission.</summary>
    public static Listing Open(string id, Origin origin, ListingContent owner, DateTimeOffset now) => new()
    {
        Id = id,
        State = LifecycleState.Draft,
        Version = 0,
        Revision = 1,
        Content = owner,
        Origin = origin,
        PublishedAt = now,
        UpdatedAt = now,
    };

    /// <summary>The first content of an entry that was open so far.</summary>
    public static Decided<Listing> Publish(Listing listing, ListingContent content, DateTimeOffset now) => listing.State is LifecycleState.Draft
        ? listing with { State = LifecycleState.Published, Content = content, Version = 1, Revision = listing.Revision + 1, PublishedAt = now, UpdatedAt = now }
        : Revise(listing, content, listing.PublishedAt, now);

    /// <summary>New content for an entry that stands; its state stays as it is.</summary>
    public static Decided<Listing> Revise(Listing listing, ListingContent content, DateTimeOffset publishedAt, DateTimeOffset now)
    {
        if (listing.State is LifecycleState.Withdrawn)
        {
            return new Refusal("listingWithdrawn");
        }

        if (listing.State is LifecycleState.Draft)
        {
            return new Refusal("listingNotPublished");
        }

        if (listing.Kind != content.Kind)
        {
            return Refusal.Invalid(FieldError.Inconsistent("kind", CamelCase<ListingKind>.Name(listing.Kind)));
        }

        return listing with { Content = content, Version = listing.Version + 1, Revision = listing.Revision + 1, PublishedAt = publishedAt, UpdatedAt = now };
    }

    public static Decided<Listing> Suspend(Listing listing, DateTimeOffset now) =>
        listing.State is LifecycleState.Published ? Move(listing, LifecycleState.Suspended, now) : new Refusal("listingNotPublished");

    public static Decided<Listing> Resume(Listing listing, DateTimeOffset now) =>
        listing.State is LifecycleState.Suspended ? Move(listing, LifecycleState.Published, now) : new Refusal("listingNotSuspended");

    /// <summary>Taken back for good: from sight at once, never from history.</summary>
    public static Decided<Listing> Withdraw(Listing listing, DateTimeOffset now) =>
        listing.State switch
        {
            LifecycleState.Withdrawn => new Refusal("listingWithdrawn"),
            LifecycleState.Draft => new Refusal("listingNotPublished"),
            _ => Move(listing, LifecycleState.Withdrawn, now),
        };

    private static Listing Move(Listing listing, LifecycleState state, DateTimeOffset now) =>
        listing with { State = state, Revision = listing.Revision + 1, UpdatedAt = now };
}
