using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.Hosting.Access;

/// <summary>Declares who may call a route or a group of routes.</summary>
public static class AccessConventions
{
    /// <summary>
    /// Only callers whom <paramref name="permission"/> grants access: 401 for others without a token, 403 for others with one.
    /// The handler checks the scope with its <see cref="AccessScope"/> parameter. The declaration nearest to the route applies.
    /// </summary>
    public static T Allow<T>(this T endpoint, Permission permission)
        where T : IEndpointConventionBuilder => endpoint.With(new AccessPolicy(permission));

    /// <summary>Everybody; tokens are not validated. For routes that show nothing of the marketplace's content.</summary>
    public static T AllowAnyone<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.With(new AccessPolicy(null));

    internal static T With<T>(this T endpoint, object metadata)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(metadata));
        return endpoint;
    }
}

/// <summary>Who may call an endpoint; without a permission, anyone.</summary>
internal sealed record AccessPolicy(Permission? Permission);
