using Marketplace.Storage;
using Marketplace.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.AppKit.Instances;

/// <summary>How a test's app is set up.</summary>
public sealed record TestAppOptions
{
    public bool AllowSamples { get; init; } = true;

    /// <summary>Whether the app follows the index by itself; without it nothing but requests touches storage.</summary>
    public bool Follows { get; init; } = true;

    /// <summary>Further settings, as the command line takes them.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether Azurite is gone when the app starts; a test lets it come back.</summary>
    public bool StartsWithoutStorage { get; init; }

    /// <summary>Whether the app makes its tables, queues and containers.</summary>
    public bool MakesTables { get; init; } = true;

    /// <summary>Whether a <see cref="StorageProxies"/> stands between the app and Azurite.</summary>
    public bool IsProxied { get; init; }

    /// <summary>Options of the app's storage clients; so patient that a slow machine never reaches a limit.</summary>
    public Func<StorageClientOptions> StorageOptions { get; init; } = PatientStorage.Options;

    /// <summary>Where Azurite keeps its data; null for memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The clock of the app and of its tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Changes services before the app is built.</summary>
    public Action<IServiceCollection>? Adjust { get; init; }

    /// <summary>Maps what a test adds to the app.</summary>
    public Action<IEndpointRouteBuilder>? Map { get; init; }
}
