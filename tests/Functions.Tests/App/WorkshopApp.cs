using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;

namespace Marketplace.Functions.Tests.App;

/// <summary>One app to which tests bring entries of their own; each marks them by a word that nobody else uses.</summary>
public sealed class WorkshopApp : IAsyncLifetime
{
    private static int _words;

    private TestApp? _app;

    public TestApp App => _app!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>A word that no other entry has.</summary>
    public static string NewWord() => string.Create(CultureInfo.InvariantCulture, $"mark{Interlocked.Increment(ref _words)}x");

    /// <summary>Entries under a common mark: in their external ids, so that they are new, and as a tag, so that a search finds them alone.</summary>
    public static JsonObject[] Marked(string word, params IReadOnlyList<JsonObject> entries) =>
        [.. entries.Select((entry, i) => entry.With("externalId", $"{word}-{i}").With("tags", new JsonArray(word)))];
}

/// <summary>Classes that work in the common app.</summary>
[CollectionDefinition(Name)]
public sealed class SharesWorkshop : ICollectionFixture<WorkshopApp>
{
    public const string Name = "workshop";
}
