using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.Hosting.Access;

/// <summary>Says on a route or a group who may call it.</summary>
public static class AccessConventions
{
    /// <summary>
    /// Only callers whom <paramref name="permission"/> grants something: 401 for others without a token, 403 for others with one.
    /// What the scope covers is for the handler to ask of the <see cref="AccessScope"/> it takes as a parameter. The one nearest to the route counts.
    /// </summary>
    public static T Allow<T>(this T endpoint, Permission permission)
        where T : IEndpointConventionBuilder => endpoint.With(new AccessPolicy(permission));

    /// <summary>Everybody, without even looking at a token: for what says nothing about the marketplace's content.</summary>
    public static T AllowAnyone<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.With(new AccessPolicy(null));

    internal static T With<T>(this T endpoint, object metadata)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(metadata));
        return endpoint;
    }
}

/// <summary>Who may call an endpoint; without a permission anyone.</summary>
internal sealed record AccessPolicy(Permission? Permission);
