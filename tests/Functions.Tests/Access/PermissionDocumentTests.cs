using System.Reflection;
using Marketplace.Functions.Access;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Access;

public sealed class PermissionDocumentTests
{
    private static readonly string Path = RepoRoot.Combine("docs", "permissions.md");

    [Fact]
    public void The_table_holds_every_permission_that_is_stated() => Assert.Equal(
        typeof(Permissions).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<Permission>()
            .Select(permission => permission.ToString()).Order(StringComparer.Ordinal),
        Permissions.Table.Permissions.Select(permission => permission.ToString()));

    [Fact]
    public void The_document_says_what_the_code_does()
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Path, Document());
        }

        Assert.True(
            File.Exists(Path) && File.ReadAllText(Path) == Document(),
            "docs/permissions.md differs from functions/Access/Permissions.cs. Look at the difference, then run the tests once with MARKETPLACE_WRITE_DOCS=1.");
    }

    private static string Document() =>
        $"""
        # Permissions

        Who may do what. Written from `functions/Access/Permissions.cs` by a test (`MARKETPLACE_WRITE_DOCS=1 ./test`), never by hand.

        - An empty cell is a no: 401 for callers without a token, 403 for others.
        - *all* means everything; *own region* what lies in the caller's region or below it; *own department* and *own company* what
          belongs to these. What lies outside answers 404, as if it did not exist.
        - What is granted to `anonymous` is granted to everybody.
        - Reading never shows entries whose audience is the government to anybody but `gov.user`, `gov.reviewer` and `operator`: not in
          results, totals, facet counts, suggestions, exports or neighbours.

        {Permissions.Table.ToMarkdown()}
        """;
}
