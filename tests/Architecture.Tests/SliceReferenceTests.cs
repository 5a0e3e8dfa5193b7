using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>Which capability may talk to which: one folder of <c>functions/</c> each.</summary>
public sealed partial class SliceReferenceTests
{
    /// <summary>Each knows those above it only, so no two know each other; but a request's context carries what the trail needs.</summary>
    private static readonly OrderedDictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Access"] = [],
        ["Findings"] = [],
        ["Instance"] = [],
        ["Lifecycle"] = [],
        ["Values"] = [],
        ["Attachments"] = ["Findings", "Instance", "Values"],
        ["Events"] = ["Instance"],
        ["Reference"] = ["Access"],
        ["Requests"] = ["Audit", "Values"],
        ["Audit"] = ["Access", "Events", "Instance", "Requests", "Values"],
        ["Listings"] = ["Access", "Attachments", "Audit", "Events", "Instance", "Lifecycle", "Reference", "Requests", "Values"],
        ["Notifications"] = ["Access", "Audit", "Events", "Instance", "Requests", "Values"],
        ["Persons"] = ["Access", "Audit", "Events", "Instance", "Notifications", "Requests", "Values"],
        ["Operations"] = ["Access", "Audit", "Instance", "Requests"],
        ["Checks"] = ["Access", "Audit", "Events", "Findings", "Instance", "Listings", "Reference", "Requests", "Values"],
        ["Indexing"] = ["Access", "Audit", "Events", "Instance", "Listings", "Reference", "Requests"],
        ["Me"] = ["Access", "Listings", "Reference", "Requests"],
        ["Vendors"] =
        [
            "Access", "Attachments", "Audit", "Events", "Findings", "Instance", "Lifecycle", "Listings", "Notifications", "Reference",
            "Requests", "Values",
        ],
        ["Submissions"] =
        [
            "Access", "Attachments", "Audit", "Checks", "Events", "Findings", "Instance", "Lifecycle", "Listings", "Notifications",
            "Reference", "Requests", "Values", "Vendors",
        ],
        ["Reviews"] = ["Access", "Attachments", "Audit", "Findings", "Lifecycle", "Listings", "Reference", "Requests", "Submissions", "Values"],
    };

    [Fact]
    public void Each_capability_refers_only_to_those_it_may()
    {
        var slices = Slices();
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), slices.Keys.Order(StringComparer.Ordinal));
        Assert.All(slices, slice => Assert.Empty(slice.Value.Except(Allowed[slice.Key]).Select(other => $"{slice.Key} refers to {other}")));
    }

    [Fact]
    public void No_two_capabilities_know_each_other() => Assert.Equal(
        ["Requests knows Audit"],
        Allowed.SelectMany((slice, at) => slice.Value.Except(Allowed.Keys.Take(at)).Select(other => $"{slice.Key} knows {other}")));

    [Fact]
    public void A_file_s_namespace_is_its_folder()
    {
        var misplaced = SourceTree.Shipped.Where(file => file.StartsWith("functions/", StringComparison.Ordinal))
            .Where(file => Namespace().Match(SourceTree.Read(file)) is { Success: true } match && match.Groups[1].Value != NamespaceOf(file));
        Assert.Empty(misplaced);
    }

    /// <summary>Keys and columns of a table are spelled in one place; others ask its store.</summary>
    [Fact]
    public void Rows_are_private_to_the_capability_that_keeps_them()
    {
        var foreign =
            from rows in SourceTree.Files("functions", "*Rows.cs")
            let name = Path.GetFileNameWithoutExtension(rows)
            from file in SourceTree.Files("functions", "*.cs")
            where SliceOf(file) != SliceOf(rows) && Regex.IsMatch(SourceTree.Read(file), $@"\b{name}\b")
            select $"{file} uses {name}";
        Assert.NotEmpty(SourceTree.Files("functions", "*Rows.cs"));
        Assert.Empty(foreign);
    }

    private static Dictionary<string, HashSet<string>> Slices() => SourceTree.Files("functions", "*.cs")
        .Where(file => file.Count(letter => letter == '/') > 1)
        .GroupBy(SliceOf, StringComparer.Ordinal)
        .ToDictionary(slice => slice.Key, slice =>
            slice.SelectMany(ReferencesOf).Where(other => other != slice.Key).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static string SliceOf(string file) => file.Split('/')[1];

    private static IEnumerable<string> ReferencesOf(string file) => Reference().Matches(SourceTree.Read(file)).Select(match => match.Groups[1].Value);

    private static string NamespaceOf(string file) => $"Marketplace.Functions{string.Concat(file.Split('/')[1..^1].Select(folder => $".{folder}"))}";

    [GeneratedRegex(@"Marketplace\.Functions\.(\w+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^namespace (Marketplace\.Functions[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
