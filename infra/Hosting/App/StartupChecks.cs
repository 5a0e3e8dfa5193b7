using Marketplace.Hosting.Access;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;
using Marketplace.Identity.Tokens;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Hosting.App;

/// <summary>Checks the mapped endpoints before the app listens.</summary>
internal static class StartupChecks
{
    /// <summary>One sentence for each error.</summary>
    public static IEnumerable<string> FaultsOf(IReadOnlyList<RouteEndpoint> endpoints, IServiceProvider services)
    {
        var texts = services.GetRequiredService<ProblemTexts>();
        var canSignIn = services.GetService<IServiceProviderIsService>()?.IsService(typeof(ITokenValidator)) ?? false;
        return endpoints.SelectMany(endpoint => FaultsOf(endpoint, texts, canSignIn))
            .Concat(FunctionChecks.FaultsOf(FunctionsOf(endpoints)))
            .Concat(Repeated(endpoints));
    }

    /// <summary>The functions behind the endpoints, by name.</summary>
    public static IReadOnlyList<FunctionBinding> FunctionsOf(IEnumerable<RouteEndpoint> endpoints) =>
        [.. endpoints.Select(static endpoint => endpoint.Metadata.GetMetadata<FunctionBinding>()).OfType<FunctionBinding>().Distinct()
            .OrderBy(static function => function.Name, StringComparer.Ordinal)];

    private static IEnumerable<string> FaultsOf(RouteEndpoint endpoint, ProblemTexts texts, bool canSignIn)
    {
        var (name, metadata) = (NameOf(endpoint), endpoint.Metadata);
        switch (metadata.GetMetadata<FunctionBinding>())
        {
            case null:
                yield return $"{name} belongs to no function: map it on a group of MapHttpFunction.";
                yield break;
            case not HttpFunction:
                yield break;
        }

        if (metadata.GetMetadata<AccessPolicy>() is not { } policy)
        {
            yield return $"{name} has no access policy: add Allow(permission) or AllowAnyone() to it or its group.";
        }
        else if (policy.Permission is { IsPublic: false } && !canSignIn)
        {
            yield return $"{name} needs a token, but no {nameof(ITokenValidator)} is registered.";
        }

        if (string.IsNullOrEmpty(metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName))
        {
            yield return $"{name} has no name: add WithName.";
        }

        if (string.IsNullOrEmpty(metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary))
        {
            yield return $"{name} has no summary: add WithSummary.";
        }

        foreach (var code in metadata.GetOrderedMetadata<RefusedCodes>().SelectMany(static refused => refused.Codes).Where(code => !texts.Knows(code)))
        {
            yield return $"{name} refuses with '{code}', which has no text.";
        }

        foreach (var parameter in (metadata.GetMetadata<ReadParameters>()?.Parameters ?? []).GroupBy(static parameter => parameter.Name)
            .Where(static same => same.Count() > 1))
        {
            yield return $"{name} reads the query parameter '{parameter.Key}' twice.";
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<RouteEndpoint> endpoints) =>
        endpoints.Select(static endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
            .Where(static name => name is not null)
            .GroupBy(static name => name, StringComparer.Ordinal)
            .Where(static same => same.Count() > 1)
            .Select(static same => $"Two routes are named '{same.Key}'.");

    private static string NameOf(RouteEndpoint endpoint) =>
        $"{string.Join('|', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} {endpoint.RoutePattern.RawText}";
}
