using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Tests.App;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>An app of a class that moves its clock; it begins a working week before the National Day holiday of 2026.</summary>
public sealed class ClockedApp : IAsyncLifetime
{
    /// <summary>A Monday morning in Beijing.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 9, 21, 2, 0, 0, TimeSpan.Zero);

    public TestApp App { get; private set; } = null!;

    public FakeTimeProvider Time { get; } = FakeTimeProvider.Running();

    internal HeldCheck Held { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Time.SetUtcNow(Monday);
        App = await TestApp.StartAsync(new TestAppOptions { Follows = false, Time = Time, Adjust = services => services.AddSingleton<ICheck>(Held) });
        foreach (var company in new[] { Actor.SampleVendor, Actor.OtherVendor })
        {
            await Drafted.GivenProfileAsync(App, company);
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
