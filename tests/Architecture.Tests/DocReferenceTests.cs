namespace Marketplace.Architecture.Tests;

/// <summary>
/// Reasons are in the repository: what a comment or a page refers to is there. A section is written <c>docs/page.md §3</c>, a heading
/// <c>page.md “Heading”</c>; a name without folder is a page of <c>docs/</c>.
/// </summary>
public sealed class DocReferenceTests
{
    private const string Start = "README.md";

    private static readonly string[] Folders = [".ci", "docs", "functions", "infra", "tests"];
    private static readonly string[] Patterns = ["*.cs", "*.csproj", "*.props", "*.sh", "*.mjs", "*.cjs", "*.md"];
    private static readonly string[] Others =
    [
        Start, "run", "test", "tests/storm", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig",
    ];

    private static readonly string[] Pages = [.. Texts().Where(static file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Fact]
    public void Pages_sections_and_headings_that_are_named_exist()
    {
        var texts = Texts().ToList();
        Assert.True(texts.Count > 500);
        AssertNone(texts.SelectMany(static file => DocReferences.LostIn(file, SourceTree.Read(file))));
    }

    [Fact]
    public void Links_of_pages_lead_somewhere() =>
        AssertNone(
            from page in Pages
            from link in DocReferences.LinksOf(page)
            where !link.IsFound
            select $"{page}: {link.Target}");

    [Fact]
    public void Every_page_of_docs_is_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { Start };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var page))
        {
            foreach (var found in DocReferences.LinksOf(page).SelectMany(static link => PagesAt(link.Path)).Where(reached.Add))
            {
                next.Enqueue(found);
            }
        }

        Assert.True(reached.Count > 15);
        AssertNone(Pages.Where(static page => page.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    [Fact]
    public void Paths_of_the_repository_that_pages_name_exist() =>
        AssertNone(
            from page in Pages
            from path in DocReferences.PathsIn(SourceTree.Read(page))
            where !SourceTree.Exists(path)
            select $"{page}: {path}");

    [Theory]
    [InlineData("a.cs", "// docs/host-contract.md §1")]
    [InlineData("a.cs", "/// docs/host-contract.md\n/// §3, §4; RFC 9110 §13")]
    [InlineData("a.cs", "// product.md “Vendors” and “Reviewing”")]
    [InlineData("a.cs", "// RFC 6962 §2.1")]
    [InlineData("a.cs", "Get(\"docs/a b.txt\");")]
    [InlineData("docs/storage-protocol.md", "as §1.6 says")]
    public void What_is_there_is_found(string file, string text) => Assert.Empty(DocReferences.LostIn(file, text));

    [Theory]
    [InlineData("a.cs", "// docs/nothing.md")]
    [InlineData("a.cs", "// docs/nothing/there")]
    [InlineData("a.cs", "// functions-host-contract.md, section 6")]
    [InlineData("a.cs", "// docs/host-contract.md, section 6")]
    [InlineData("a.cs", "// docs/host-contract.md §99")]
    [InlineData("a.cs", "// docs/host-contract.md §1 and §99")]
    [InlineData("a.cs", "// contract §6")]
    [InlineData("a.cs", "// Checklist item 6")]
    [InlineData("a.cs", "// storage REST facts, some words")]
    [InlineData("a.cs", "// product.md “Vendors” and “Prices”")]
    [InlineData("a.cs", "Read(\"docs/nothing.md\");")]
    [InlineData("run", "cat docs/nothing.json")]
    [InlineData("docs/storage-protocol.md", "as §9.6 says")]
    public void What_is_not_there_is_lost(string file, string text) => Assert.Single(DocReferences.LostIn(file, text));

    /// <summary>Says all of it, so that one run tells what there is to mend.</summary>
    private static void AssertNone(IEnumerable<string> lost)
    {
        var all = string.Join('\n', lost);
        Assert.True(all.Length == 0, all);
    }

    private static IEnumerable<string> Texts() =>
        Folders.SelectMany(static folder => Patterns.SelectMany(pattern => SourceTree.Files(folder, pattern)))
            .Concat(SourceTree.Files(".ci", "*")).Concat(Others)
            .Where(static file => !file.EndsWith("/DocReferenceTests.cs", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

    /// <summary>A page, or what a folder lists.</summary>
    private static IEnumerable<string> PagesAt(string path) => Pages.Where(page => page == path || Path.GetDirectoryName(page) == path);
}
