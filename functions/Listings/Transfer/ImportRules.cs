using System.Globalization;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>What an import may bring, and what it makes of a listing that is there already (api.md, <c>POST /api/listings/import</c>).</summary>
internal static class ImportRules
{
    /// <summary>Marks made-up listings, which only development instances take.</summary>
    public const string SampleSource = "sample";

    /// <summary>Between source and external id where a link names a listing by its origin.</summary>
    private const char LinkSeparator = '/';

    /// <summary>Nothing of the kind was published before; storage has no dates before 1601.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<FieldError> Check(ImportEntry entry, ReferenceData reference, bool allowSamples, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        errors.Text("source", entry.Origin.Source, most: 60, required: true);
        if (entry.Origin.Source.Contains(LinkSeparator, StringComparison.Ordinal))
        {
            errors.Add(FieldError.InvalidFormat("source").Accepting($"a name without {LinkSeparator}"));
        }

        errors.Text("externalId", entry.Origin.ExternalId, most: 200, required: true);
        if (entry.Origin.Source == Origin.Submitted || (entry.Origin.Source == SampleSource && !allowSamples))
        {
            errors.Add(FieldError.NotAllowed("source"));
        }

        if (entry.PublishedAt < Earliest || entry.PublishedAt > now)
        {
            errors.Add(FieldError.OutOfRange("publishedAt", Instant(Earliest), Instant(now)));
        }

        if (entry.Content.Attachments is { Count: > 0 })
        {
            errors.Add(FieldError.NotAllowed("attachments"));
        }

        return [.. errors.All, .. ContentRules.Check(entry.Content, reference)];
    }

    /// <summary>Departments by id, and links to other listings by theirs, however the importer wrote them.</summary>
    public static ListingContent Resolve(ListingContent content, ReferenceData reference)
    {
        var named = content with { Department = content.Department is { } department ? reference.Departments.Find(department)?.Id : null };
        return named switch
        {
            CaseContent @case => @case with { LinkedListings = Resolve(@case.LinkedListings) },
            ProductContent product => product with { LinkedListings = Resolve(product.LinkedListings) },
            _ => named,
        };
    }

    /// <summary>The new or changed listing; the very same object when nothing changes.</summary>
    public static Decided<Listing> Merge(Listing? stored, ImportEntry entry, DateTimeOffset now)
    {
        if (stored is null)
        {
            return ListingRules.Create(ListingId.Of(entry.Origin), entry.Origin, entry.Content, entry.PublishedAt ?? now, now);
        }

        var publishedAt = entry.PublishedAt ?? stored.PublishedAt;
        var same = stored.Kind == entry.Content.Kind
            && publishedAt == stored.PublishedAt
            && ContentCodec.ToJson(stored.Content).AsSpan().SequenceEqual(ContentCodec.ToJson(entry.Content));
        return same ? stored : ListingRules.Revise(stored, entry.Content, publishedAt, now);
    }

    private static List<string>? Resolve(IReadOnlyList<string>? links) => links?.Select(Resolve).Distinct().ToList();

    private static string Resolve(string link) =>
        link.IndexOf(LinkSeparator, StringComparison.Ordinal) is var slash and > 0 ? ListingId.Of(new Origin(link[..slash], link[(slash + 1)..])) : link;

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
