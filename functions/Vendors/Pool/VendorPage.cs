using System.Text.Json;
using Marketplace.Aggregates;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Search;

namespace Marketplace.Functions.Vendors.Pool;

/// <summary>
/// A vendor's page, and its contacts. Others see vendors of the pool only; the government sees every vendor, since it has to decide about some.
/// </summary>
internal sealed class VendorPage(
    VendorStore store, VendorPoolStore pool, ListingStore listings, ReferenceData reference, ISearchIndex index, ProtectedAccess access)
{
    private const int MostShown = 100;

    /// <summary>Links that only the product tells of are read one by one; those of the cases come from the index.</summary>
    private const int MostLinksRead = 20;

    public async Task<IResult> DetailAsync(string id, RequestContext context, CancellationToken cancellationToken)
    {
        if (!CreditCode.TryNormalize(id, out var code))
        {
            return Problems.NotFound();
        }

        var caller = context.Caller;
        var isGovernment = ListingVisibility.IsGovernment(caller);
        var vendor = (await store.ReadAsync(code, cancellationToken))?.State;
        var products = (await pool.ReadProductsAsync(code.Value, cancellationToken)).Where(product => product.IsPublic || isGovernment).ToList();
        if (isGovernment ? vendor is null && products.Count == 0 : products.Count == 0 || vendor?.State is VendorState.Suspended)
        {
            return Problems.NotFound();
        }

        var (found, cases) = (await ProductsAsync(code, caller, cancellationToken), await CasesAsync(products, caller, cancellationToken));
        var detail = Detail(code, vendor, PoolShare.Of(products), found, cases);
        return ApiResults.Hashed(isGovernment ? WithModeration(detail, vendor) : detail);
    }

    /// <summary>The access is recorded before the contacts are shown: what cannot be recorded is not shown.</summary>
    public async Task<IResult> ContactsAsync(string id, QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { State: { Contacts.Count: > 0 } vendor })
        {
            return Problems.NotFound();
        }

        var target = VendorStore.Type.ChainOf(vendor.Code.Value);
        return await access.RecordAsync(context, query, TrailActions.ContactRead, target, cancellationToken) is { } refusal
            ? new Problem(refusal)
            : ApiResults.Ok(new VendorContacts(vendor.Contacts));
    }

    private VendorDetail Detail(CreditCode code, Vendor? vendor, PoolShare? share, SearchAnswer products, IReadOnlyList<ListItem> cases) => new(
        code.Value,
        vendor?.Profile.Name ?? share!.VendorName,
        CodeName.OfRegion(vendor?.Profile.Region ?? share!.Region, reference),
        vendor?.Profile.SizeClass,
        vendor?.State,
        vendor?.Profile.Introduction,
        vendor?.Profile.Website,
        vendor?.Profile.Qualifications ?? [],
        Items(products),
        products.Total,
        cases,
        vendor?.Contacts.Count > 0);

    private static VendorDetail WithModeration(VendorDetail detail, Vendor? vendor) => vendor is null ? detail : detail with
    {
        Version = vendor.Revision,
        Verification = VerificationItem.Of(vendor.Verification),
        Suspension = SuspensionItem.Of(vendor.Suspension),
    };

    private async Task<SearchAnswer> ProductsAsync(CreditCode code, Caller caller, CancellationToken cancellationToken) =>
        await index.SearchAsync(Newest(caller, new KeywordFilter(IndexFields.Vendor, [code.Value])), cancellationToken);

    private async Task<IReadOnlyList<ListItem>> CasesAsync(List<PooledProduct> products, Caller caller, CancellationToken cancellationToken)
    {
        if (products.Count == 0)
        {
            return [];
        }

        var linking = Items(await index.SearchAsync(
            Newest(caller, new KeywordFilter(IndexFields.Links, [.. products.Take(MostShown).Select(product => product.ListingId)]), CasesOnly),
            cancellationToken));
        var others = products.SelectMany(product => product.Links).Distinct().Except(linking.Select(item => item.Id)).Take(MostLinksRead).ToList();
        var linked = await listings.ReadAsync(others, cancellationToken);
        return [.. linking, .. linked.OfType<Stored<Listing>>().Where(one => one.State.Kind is ListingKind.Case && ListingVisibility.CanSee(caller, one.State))
            .Select(one => ListItem.Of(one.State, reference))];
    }

    private static KeywordFilter CasesOnly => new(IndexFields.Kind, [CamelCase<ListingKind>.Name(ListingKind.Case)]);

    private static SearchQuery Newest(Caller caller, params KeywordFilter[] filters) =>
        new() { Filters = [ListingVisibility.FilterFor(caller), .. filters], Sort = SearchSort.Newest, Limit = MostShown };

    private static ListItem[] Items(SearchAnswer answer) =>
        [.. answer.Hits.Select(hit => JsonSerializer.Deserialize(hit.Stored.Span, ListItemJson.Default.ListItem)!)];
}
