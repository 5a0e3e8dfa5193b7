using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.State;

/// <summary>What each action makes of a listing, where <see cref="ListingLifecycle"/> allows it.</summary>
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

    /// <summary>A listing that nothing was published of yet, opened by its first submission.</summary>
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

    /// <summary>The first content of a listing that had none so far, or new content for one that has.</summary>
    public static Decided<Listing> Publish(Listing listing, ListingContent content, DateTimeOffset now) => listing.State is LifecycleState.Draft
        ? Move(listing with { Content = content, Version = 1, PublishedAt = now }, LifecycleAction.Publish, now)
        : Revise(listing, content, listing.PublishedAt, now);

    /// <summary>New content for a listing that has been published; its state stays as it is.</summary>
    public static Decided<Listing> Revise(Listing listing, ListingContent content, DateTimeOffset publishedAt, DateTimeOffset now)
    {
        if (listing.State is LifecycleState.Draft)
        {
            return new Refusal("listingNotPublished");
        }

        var moved = Move(listing, LifecycleAction.Publish, now);
        if (moved.IsRefused)
        {
            return moved;
        }

        return listing.Kind != content.Kind
            ? Refusal.Invalid(FieldError.Inconsistent("kind", CamelCase<ListingKind>.Name(listing.Kind)))
            : moved.Value with { Content = content, Version = listing.Version + 1, PublishedAt = publishedAt };
    }

    public static Decided<Listing> Suspend(Listing listing, DateTimeOffset now) => Move(listing, LifecycleAction.Suspend, now);

    public static Decided<Listing> Resume(Listing listing, DateTimeOffset now) => Move(listing, LifecycleAction.Resume, now);

    /// <summary>Withdrawn for good: from sight at once, never from history.</summary>
    public static Decided<Listing> Withdraw(Listing listing, DateTimeOffset now) => Move(listing, LifecycleAction.Withdraw, now);

    private static Decided<Listing> Move(Listing listing, LifecycleAction action, DateTimeOffset now)
    {
        var (next, refusal) = ListingLifecycle.Table.Move(listing.State, action);
        return refusal is not null ? refusal : listing with { State = next, Revision = listing.Revision + 1, UpdatedAt = now };
    }
}
