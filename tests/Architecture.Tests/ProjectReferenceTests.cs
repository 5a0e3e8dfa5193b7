using System.Xml.Linq;

namespace Marketplace.Architecture.Tests;

/// <summary>Which project may build on which. A new project or reference is a decision, so it needs a line here.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Shipped = new(StringComparer.Ordinal)
    {
        ["Storage"] = [],
        ["Identity"] = [],
        ["Files"] = [],
        ["Audit"] = ["Storage"],
        ["Aggregates"] = ["Audit", "Outbox", "Storage"],
        ["AuditVerify"] = ["Audit"],
        ["Outbox"] = ["Storage"],
        ["Outgoing"] = [],
        ["Search"] = ["Storage", "Text"],
        ["Text"] = [],
        ["Hosting"] = ["Identity"],
        ["LocalHost"] = ["Storage"],
        ["Functions"] = ["Aggregates", "Audit", "Files", "Hosting", "Identity", "Outbox", "Outgoing", "Search", "Storage", "Text"],
    };

    [Fact]
    public void Shipped_projects_reference_what_the_table_says_and_nothing_else()
    {
        var actual = SourceTree.Projects.Where(IsShipped).ToDictionary(NameOf, ReferencesOf, StringComparer.Ordinal);
        Assert.Equal(Shipped.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        Assert.All(actual, project => Assert.Equal(Shipped[project.Key], project.Value));
    }

    [Fact]
    public void Infra_knows_nothing_of_the_functions()
    {
        Assert.DoesNotContain(Shipped.Where(project => project.Key is not "Functions"), project => project.Value.Contains("Functions"));
        Assert.DoesNotContain(SourceTree.Files("infra", "*.cs"), file => SourceTree.Read(file).Contains("Marketplace.Functions", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_package_version_is_used()
    {
        var versions = Items("Directory.Packages.props", "PackageVersion");
        var used = SourceTree.Projects.Concat(["Directory.Build.props", "tests/Directory.Build.props"]).SelectMany(file => Items(file, "PackageReference"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(versions);
        Assert.DoesNotContain(versions, name => !used.Contains(name));
    }

    private static bool IsShipped(string project) => !project.StartsWith("tests/", StringComparison.Ordinal);

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static string[] ReferencesOf(string project) => [.. Items(project, "ProjectReference").Select(NameOf).Order(StringComparer.Ordinal)];

    private static List<string> Items(string file, string kind) =>
        [.. XDocument.Parse(SourceTree.Read(file)).Descendants(kind).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'))];
}
