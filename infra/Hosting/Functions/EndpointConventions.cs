using System.Diagnostics.CodeAnalysis;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.Queries;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.Hosting.Functions;

/// <summary>Says on a route what it reads, costs and may answer.</summary>
public static class EndpointConventions
{
    /// <summary>The query parameters the route knows; every other one is refused.</summary>
    public static T Reads<T>(this T endpoint, params IReadOnlyList<QueryParameter> parameters)
        where T : IEndpointConventionBuilder => endpoint.With(new ReadParameters(parameters));

    /// <summary>The largest body the route takes, in bytes; 256 KiB where nothing is said.</summary>
    public static T MaxBody<T>(this T endpoint, long bytes)
        where T : IEndpointConventionBuilder => endpoint.With(new BodyLimit(bytes));

    /// <summary>How long the route may run before it is cancelled and answers 503; 20 s (HTTP) or 2 min (queue and timer) where nothing is said.</summary>
    public static T TimeLimit<T>(this T endpoint, TimeSpan limit)
        where T : IEndpointConventionBuilder => endpoint.With(TimeLimits.PolicyOf(limit));

    /// <summary>How many requests the route runs at once in this process before it answers 503; routes of one group share it.</summary>
    public static T ConcurrencyLimit<T>(this T endpoint, int requests)
        where T : IEndpointConventionBuilder => endpoint.With(LoadShedding.LimiterOf(requests));

    /// <summary>The route class whose rate limits count; reads and writes have their own where nothing is said.</summary>
    public static T RateLimit<T>(this T endpoint, RateClass rateClass)
        where T : IEndpointConventionBuilder => endpoint.With(rateClass);

    /// <summary>Problem codes the route answers beyond those its declarations imply; each must have a text.</summary>
    public static T Refuses<T>(this T endpoint, params IReadOnlyList<string> codes)
        where T : IEndpointConventionBuilder => endpoint.With(new RefusedCodes(codes));

    /// <summary>A body the route takes, as JSON, for the API document.</summary>
    public static T BodyExample<T>(this T endpoint, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where T : IEndpointConventionBuilder => endpoint.With(new BodyExample(json));

    /// <summary>An answer the route gives when all is well, as JSON, for the API document.</summary>
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
