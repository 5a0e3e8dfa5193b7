using System.Globalization;

namespace Marketplace.EndToEnd.Tests.Storms;

/// <summary>
/// Submissions go through the whole pipeline while processes are killed: every one ends published or with its proper refusal, once.
/// Small by default; <c>tests/storm</c> says how large.
/// </summary>
public sealed class StormTests
{
    private const int Neighbours = 3;

    [Fact]
    public async Task Every_submission_ends_once_and_as_it_should_whatever_dies_meanwhile()
    {
        var stop = TestContext.Current.CancellationToken;
        var plan = new StormPlan(Number("SUBMISSIONS", 30), TimeSpan.FromSeconds(Number("KILL_EVERY", 5)), Number("SEED", 20261121));
        await using var instance = await MarketplaceInstance.StartAsync(stop);
        using var people = await StormPeople.GatherAsync(instance, stop);
        var report = await instance.ImportedAsync(Enumerable.Range(0, Neighbours).Select(number => Sample.Case(number)), await instance.TokenAsync("operator"));
        Assert.Equal(0, report.GetProperty("failed").GetInt32());

        var storm = new Storm(instance, plan, Say);
        await storm.RunAsync(people, stop);
        await new StormChecks(instance, storm, people, stop).RunAsync(Neighbours);
        Say("everything ended as planned, once; trail, index, notices, files and lists agree");
    }

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable($"MARKETPLACE_STORM_{name}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    private static void Say(string text) => TestContext.Current.TestOutputHelper!.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {text}");
}
