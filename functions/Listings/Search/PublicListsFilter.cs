using Marketplace.Hosting;
using Marketplace.Identity;

namespace Marketplace.Functions.Listings.Search;

/// <summary>Keeps callers without a token out where the instance does not serve the public.</summary>
internal sealed class PublicListsFilter(ListingOptions options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        options.PublicLists || !context.HttpContext.RequestServices.GetRequiredService<Caller>().IsAnonymous
            ? next(context)
            : ValueTask.FromResult<object?>(new Problem(new Refusal(ProblemCodes.Unauthenticated)));
}
