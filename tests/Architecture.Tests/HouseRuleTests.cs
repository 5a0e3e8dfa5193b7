using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>Rules of the house that no analyzer knows.</summary>
public sealed partial class HouseRuleTests
{
    /// <summary>Where anything at all may be caught: the edge of a request, of a message, of a background task.</summary>
    private static readonly string[] Edges =
    [
        "infra/Hosting/Pipeline/ExceptionHandling.cs",
        "infra/LocalHost/Front/HttpFront.cs",
        "infra/LocalHost/ListenerTasks.cs",
        "infra/LocalHost/Queues/QueueListener.cs",
    ];

    [Fact]
    public void Only_the_outermost_edges_catch_everything() =>
        Assert.Equal(Edges, SourceTree.Shipped.Where(file => CatchAll().IsMatch(SourceTree.Read(file))));

    [Fact]
    public void A_rule_is_switched_off_in_place_and_with_a_reason()
    {
        var off = SourceTree.Shipped.SelectMany(file => Disabled().Matches(SourceTree.Read(file)).Select(match => (File: file, Line: match.Value.Trim()))).ToList();
        Assert.NotEmpty(off);
        Assert.DoesNotContain(off, one => !one.Line.Contains("// ", StringComparison.Ordinal));
        Assert.DoesNotContain(SourceTree.Projects.Concat(["Directory.Build.props", "tests/Directory.Build.props"]), file => SourceTree.Read(file).Contains("NoWarn", StringComparison.Ordinal));
    }

    /// <summary>Clocks, chance and ids are inputs; what makes them is named here.</summary>
    [Fact]
    public void Banned_symbols_have_one_home() =>
        Assert.Equal(["infra/Storage/Pipeline/StorageIds.cs"], SourceTree.Shipped.Where(file => SourceTree.Read(file).Contains("RS0030", StringComparison.Ordinal)));

    [GeneratedRegex(@"catch \(Exception( \w+)?\)\s*(\{|$)", RegexOptions.Multiline)]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"#pragma warning disable.*")]
    private static partial Regex Disabled();
}
