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

    /// <summary>The longest a line of code may be.</summary>
    private const int Columns = 160;

    [Fact]
    public void Only_the_outermost_edges_catch_everything() =>
        Assert.Equal(Edges, SourceTree.Shipped.Where(file => CatchAll().IsMatch(SourceTree.Read(file))));

    [Fact]
    public void A_rule_is_switched_off_in_place_and_with_a_reason()
    {
        var off = SourceTree.Shipped.SelectMany(file => Disabled().Matches(SourceTree.Read(file)).Select(match => (File: file, Line: match.Value.Trim())))
            .ToList();
        Assert.NotEmpty(off);
        Assert.DoesNotContain(off, one => !one.Line.Contains("// ", StringComparison.Ordinal));
        Assert.DoesNotContain(SourceTree.Projects.Concat(["Directory.Build.props", "tests/Directory.Build.props"]), file =>
            SourceTree.Read(file).Contains("NoWarn", StringComparison.Ordinal));
    }

    /// <summary>Clocks, chance and ids are inputs; what makes them is named here.</summary>
    [Fact]
    public void Banned_symbols_have_one_home() =>
        Assert.Equal(["infra/Storage/Pipeline/StorageIds.cs"],
            SourceTree.Shipped.Where(file => SourceTree.Read(file).Contains("RS0030", StringComparison.Ordinal)));

    /// <summary>Only a literal that cannot be broken may be longer: JSON, a key, a formatted text; it then stands on a line of its own.</summary>
    [Fact]
    public void No_line_is_longer_than_160_columns() =>
        Assert.Empty(SourceTree.Shipped.Concat(SourceTree.Files("tests", "*.cs"))
            .SelectMany(file => SourceTree.Read(file).Split('\n').Select((line, at) => (Place: $"{file}:{at + 1}", Text: line)))
            .Where(line => line.Text.Length > Columns && !Literal().IsMatch(line.Text))
            .Select(line => line.Place));

    [GeneratedRegex("^\\s*((yield )?return |\\+ |\\[InlineData\\(|\\.\\. |\\{ ?)?[$@]*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"catch \(Exception( \w+)?\)\s*(\{|$)", RegexOptions.Multiline)]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"#pragma warning disable.*")]
    private static partial Regex Disabled();
}
