using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Infra.Tests.Identity.Access;

public sealed class PermissionTableTests
{
    private static readonly Permission Read = new("listings", "read", new Grant(Role.Anonymous, Scope.Any));

    private static readonly Permission Change = new(
        "listings", "change", new Grant(Role.VendorAdmin, Scope.OwnCompany), new Grant(Role.GovReviewer, Scope.OwnRegion),
            new Grant(Role.GovReviewer, Scope.Self));

    [Fact]
    public void The_table_tells_who_may_do_what()
    {
        const string expected = """
            | resource | action | `anonymous` | `expert` | `gov.reviewer` | `gov.user` | `operator` | `vendor.admin` | `vendor.member` |
            |---|---|---|---|---|---|---|---|---|
            | listings | change |  |  | own region |  |  | own company |  |
            | listings | read | all | all | all | all | all | all | all |

            """;
        Assert.Equal(expected, new PermissionTable(Read, Change).ToMarkdown(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void The_public_owns_nothing()
    {
        var own = new Permission("favourites", "read", new Grant(Role.Anonymous, Scope.Self));
        Assert.Empty(own.ScopesOf(Role.Anonymous));
        Assert.Equal([Scope.Self], own.ScopesOf(Role.Expert));
    }

    [Fact]
    public void A_permission_is_stated_once() =>
        Assert.Contains("listings.read", Assert.Throws<ArgumentException>(static () => new PermissionTable(Read, Change, Read)).Message,
            StringComparison.Ordinal);
}
