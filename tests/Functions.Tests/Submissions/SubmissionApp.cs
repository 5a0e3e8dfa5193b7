using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>One app in which submissions go their ways; nothing checks, shows or indexes them but what tests ask for.</summary>
public sealed class SubmissionApp : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        foreach (var company in new[] { Actor.SampleVendor, Actor.OtherVendor })
        {
            await Drafted.GivenProfileAsync(App, company);
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Classes that work in the app of the submissions, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharesSubmissions : ICollectionFixture<SubmissionApp>
{
    public const string Name = "submissions";
}
