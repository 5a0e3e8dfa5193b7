using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>The bill of materials that ./test has just made (CycloneDX 1.6).</summary>
public sealed partial class SbomTests
{
    private static readonly Lazy<JsonElement> Bill = new(() => Load("artifacts/sbom.cdx.json", "node .ci/sbom.mjs artifacts/sbom.cdx.json"));

    [Fact]
    public void It_has_what_the_format_requires()
    {
        Assert.Equal("CycloneDX", Text(Bill.Value, "bomFormat"));
        Assert.Equal("1.6", Text(Bill.Value, "specVersion"));
        Assert.Matches(SerialNumber(), Text(Bill.Value, "serialNumber"));
        Assert.Equal(1, Bill.Value.GetProperty("version").GetInt32());
        Assert.Equal("Marketplace.Functions", Text(Bill.Value.GetProperty("metadata").GetProperty("component"), "name"));
        Assert.All(Components(), component =>
        {
            Assert.Contains(Text(component, "type"), (string[])["library", "framework"]);
            Assert.Contains(Text(component, "scope"), (string[])["required", "excluded"]);
            Assert.NotEmpty(Text(component, "name"));
            Assert.NotEmpty(Text(component, "version"));
        });
        Assert.All(Components().Where(component => component.TryGetProperty("hashes", out _)), component =>
            Assert.Matches(Sha512(), Text(component.GetProperty("hashes")[0], "content")));
    }

    [Fact]
    public void References_are_unique_and_lead_somewhere()
    {
        var references = Components().Select(component => Text(component, "bom-ref")).ToList();
        Assert.Equal(references.Count, references.Distinct().Count());
        var known = references.Append(Text(Bill.Value.GetProperty("metadata").GetProperty("component"), "bom-ref")).ToHashSet();
        var named = Bill.Value.GetProperty("dependencies").EnumerateArray()
            .SelectMany(entry => entry.GetProperty("dependsOn").EnumerateArray().Select(item => item.GetString()!).Append(Text(entry, "ref")));
        Assert.DoesNotContain(named, reference => !known.Contains(reference));
    }

    /// <summary>The published app's own list of libraries is the witness.</summary>
    [Fact]
    public void What_the_published_app_loads_is_required_with_hash_and_licence()
    {
        var published = Load("artifacts/app/Marketplace.Functions.deps.json", ".ci/publish artifacts").GetProperty("libraries").EnumerateObject()
            .Where(library => Text(library.Value, "type") is "package").Select(library => $"pkg:nuget/{library.Name.Replace('/', '@')}").ToList();
        var required = Components().Where(component => Text(component, "scope") is "required")
            .ToDictionary(component => Text(component, "bom-ref"), StringComparer.OrdinalIgnoreCase);
        Assert.Contains(published, reference => reference.StartsWith("pkg:nuget/Azure.Core@", StringComparison.Ordinal));
        Assert.DoesNotContain(published, reference => !required.ContainsKey(reference));
        Assert.All(published, reference =>
            Assert.True(required[reference].TryGetProperty("hashes", out _) && required[reference].TryGetProperty("licenses", out _), reference));
        Assert.Contains(required.Keys, reference => reference.StartsWith("framework:Microsoft.AspNetCore.App@", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_package_of_every_npm_lock_file_is_listed_but_none_is_required()
    {
        var listed = Components().Where(component => Text(component, "bom-ref").StartsWith("pkg:npm/", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(listed, component => Text(component, "scope") is "required");
        var references = listed.Select(component => Text(component, "bom-ref")).ToHashSet();
        var locks = SourceTree.Files("infra", "package-lock.json").Concat(SourceTree.Files("tests", "package-lock.json")).ToList();
        Assert.NotEmpty(locks);
        Assert.DoesNotContain(locks.SelectMany(PackagesOf), package => !references.Contains(package));
    }

    private static IEnumerable<string> PackagesOf(string lockFile) => Load(lockFile, "git checkout").GetProperty("packages").EnumerateObject()
        .Where(entry => entry.Name.Length > 0)
        .Select(entry =>
            $"pkg:npm/{entry.Name[(entry.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + 13)..].Replace("@", "%40", StringComparison.Ordinal)}@{Text(entry.Value, "version")}");

    private static JsonElement.ArrayEnumerator Components() => Bill.Value.GetProperty("components").EnumerateArray();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static JsonElement Load(string file, string maker) =>
        JsonElement.Parse(SourceTree.Exists(file) ? SourceTree.Read(file) : throw new InvalidOperationException($"{file} is not there: run {maker} first."));

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
    private static partial Regex SerialNumber();

    [GeneratedRegex("^[0-9a-f]{128}$")]
    private static partial Regex Sha512();
}
