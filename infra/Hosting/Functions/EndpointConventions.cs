using System.Diagnostics.CodeAnalysis;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.Queries;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.Hosting.Functions;

/// <summary>Declares parameters, limits, problem codes and examples of a route or a group of routes.</summary>
public static class EndpointConventions
{
    /// <summary>The query parameters of the route; any other is refused.</summary>
    public static T Reads<T>(this T endpoint, params IReadOnlyList<QueryParameter> parameters)
        where T : IEndpointConventionBuilder => endpoint.With(new ReadParameters(parameters));

    /// <summary>The largest accepted body in bytes; 256 KiB by default.</summary>
    public static T MaxBody<T>(this T endpoint, long bytes)
        where T : IEndpointConventionBuilder => endpoint.With(new BodyLimit(bytes));

    /// <summary>The time after which the request is cancelled with 503; by default 20 s (HTTP) or 2 min (queue and timer).</summary>
    public static T TimeLimit<T>(this T endpoint, TimeSpan limit)
        where T : IEndpointConventionBuilder => endpoint.With(TimeLimits.PolicyOf(limit));

    /// <summary>How many requests of the route run at once in this process, above which the response is 503; routes of one group share it.</summary>
    public static T ConcurrencyLimit<T>(this T endpoint, int requests)
        where T : IEndpointConventionBuilder => endpoint.With(LoadShedding.LimiterOf(requests));

    /// <summary>The class of rate limits that applies; by default that of reads or writes, by method.</summary>
    public static T RateLimit<T>(this T endpoint, RateClass rateClass)
        where T : IEndpointConventionBuilder => endpoint.With(rateClass);

    /// <summary>Problem codes of the route in addition to those its metadata implies; each must have a text.</summary>
    public static T Refuses<T>(this T endpoint, params IReadOnlyList<string> codes)
        where T : IEndpointConventionBuilder => endpoint.With(new RefusedCodes(codes));

    /// <summary>An example of a request body as JSON, for the API document.</summary>
    public static T BodyExample<T>(this T endpoint, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where T : IEndpointConventionBuilder => endpoint.With(new BodyExample(json));

    /// <summary>An example of a successful response as JSON, for the API document.</summary>
    public static T ResponseExample<T>(this T endpoint, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where T : IEndpointConventionBuilder => endpoint.With(new ResponseExample(json));
}

internal sealed record ReadParameters(IReadOnlyList<QueryParameter> Parameters);

internal sealed record BodyLimit(long Bytes)
{
    public const long Default = 256 * 1024;
}

internal sealed record RefusedCodes(IReadOnlyList<string> Codes);

internal sealed record BodyExample(string Json);

internal sealed record ResponseExample(string Json);
