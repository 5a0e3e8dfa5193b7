using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Listings.State;

/// <summary>Where a listing came from: the pair that an import repeats to mean the same listing.</summary>
/// <param name="Source">Name of the source, 1–60 characters.</param>
/// <param name="ExternalId">Id within the source, 1–200 characters.</param>
internal sealed record Origin(string Source, string ExternalId)
{
    /// <summary>Source of listings that came in by a submission; no import may name it.</summary>
    public const string Submitted = "submission";
}

/// <summary>
/// A listing of one of the three lists: its content, version and state. One that was never published is a draft of version 0, whose
/// content says only whom it belongs to; what is being written for it is in its submissions.
/// </summary>
internal sealed record Listing
{
    public required string Id { get; init; }

    public required LifecycleState State { get; init; }

    /// <summary>Number of the published content's version, from 1; 0 while nothing was published.</summary>
    public required int Version { get; init; }

    /// <summary>Counts every change, of content or state; orders what the index learns.</summary>
    public required long Revision { get; init; }

    public required ListingContent Content { get; init; }

    public required Origin Origin { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many submissions were made for it.</summary>
    public int Submissions { get; init; }

    /// <summary>Number of the submission that is not at its end; there is one at most.</summary>
    public int? OpenSubmission { get; init; }

    public ListingKind Kind => Content.Kind;

    public bool IsVisible => State is LifecycleState.Published;

    /// <summary>Ids of the listings it links to (应用关联产品).</summary>
    public IReadOnlyList<string> Links => Content switch
    {
        CaseContent @case => @case.LinkedListings ?? [],
        ProductContent product => product.LinkedListings ?? [],
        _ => [],
    };

    /// <summary>Whom it belongs to, as permissions ask.</summary>
    public Owner Owner => Content.Owner;
}
