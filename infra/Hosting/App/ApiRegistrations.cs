using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Hosting.App;

/// <summary>What each slice of an app registers for its part of the API.</summary>
public static class ApiRegistrations
{
    /// <summary>Adds the wire types of a source-generated context; its own options do not count.</summary>
    public static IServiceCollection AddApiJson(this IServiceCollection services, IJsonTypeInfoResolver context) =>
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Add(context.WithAddedModifier(JsonFormat.NullableMeansOptional)));

    /// <summary>Adds problem and field codes from an embedded file; see <see cref="ProblemTexts"/> for its form.</summary>
    public static IServiceCollection AddProblemTexts(this IServiceCollection services, Assembly assembly, string resource) =>
        services.AddSingleton(new ProblemTextSource(assembly, resource));
}

/// <summary>An embedded file of problem texts.</summary>
internal sealed record ProblemTextSource(Assembly Assembly, string Resource);
