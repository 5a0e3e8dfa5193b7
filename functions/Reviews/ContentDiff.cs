using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Reviews;

/// <summary>What publishing a submission would change of what is published.</summary>
internal static class ContentDiff
{
    /// <summary>Field by field, without the contact; nothing for a listing that was never published.</summary>
    public static IReadOnlyList<ContentChange> Between(Listing published, ListingContent submitted)
    {
        if (published.Version == 0)
        {
            return [];
        }

        return [.. FlatJson.Differences(ToJson(published.Content), ToJson(submitted))
            .Select(value => new ContentChange(value.Path, value.Before, value.After))];
    }

    private static byte[] ToJson(ListingContent content) => ContentCodec.ToJson(content with { Contact = null });
}
