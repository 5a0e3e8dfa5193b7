using Marketplace.Aggregates;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Checks;

/// <summary>
/// Whether linked listings exist, can be seen and are of the other kind: cases link products, products link cases. What the submitter may
/// not see counts as missing, as everywhere.
/// </summary>
internal sealed class LinksCheck(ListingStore store) : ICheck
{
    public string Name => "links";

    public TimeSpan Deadline => TimeSpan.FromSeconds(15);

    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        var (links, wanted) = subject.Content switch
        {
            CaseContent @case => (@case.LinkedListings ?? [], ListingKind.Product),
            ProductContent product => (product.LinkedListings ?? [], ListingKind.Case),
            _ => ([], default),
        };
        var known = links.Where(static id => id is not null && ListingId.IsValid(id)).Distinct(StringComparer.Ordinal).ToList();
        var read = await store.ReadAsync(known, cancellationToken);
        var visible = read.OfType<Stored<Listing>>().Select(static found => found.State).Where(listing => IsVisible(listing, subject))
            .ToDictionary(static listing => listing.Id, static listing => listing.Kind, StringComparer.Ordinal);
        return [.. links.Select((id, i) => Judge(FieldErrors.Item("linkedListings", i), id, wanted, visible)).OfType<Finding>()];
    }

    private static bool IsVisible(Listing listing, CheckSubject subject) =>
        listing.IsVisible && (subject.IsFromGovernment || listing.Content.Audience is not Audience.Government);

    private static Finding? Judge(string field, string? id, ListingKind wanted, Dictionary<string, ListingKind> visible)
    {
        if (id is null || !visible.TryGetValue(id, out var kind))
        {
            return new Finding("linkUnknown", FindingSeverity.Error, field);
        }

        return kind == wanted ? null : new Finding("linkWrongKind", FindingSeverity.Error, field)
        {
            Values = new Dictionary<string, string> { ["wanted"] = CamelCase<ListingKind>.Name(wanted) },
        };
    }
}
