using System.Collections.Immutable;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Infra.Tests.Identity.Access;

public sealed class PermissionTests
{
    private static readonly CreditCode Company = CreditCode.Parse("9144030071526726XG");

    private static readonly Caller Official = new("u1", "https://gov", [Role.GovUser], Region: "4401", Department: "gz-health");
    private static readonly Caller Reviewer = new("u2", "https://gov", [Role.GovReviewer], Region: "4401", Department: "gz-data");
    private static readonly Caller Vendor = new("u3", "https://vendor", [Role.VendorAdmin], CreditCode: Company);

    [Fact]
    public void Without_a_grant_nobody_may()
    {
        var nothing = new Permission("listings", "erase");
        Assert.All([Official, Reviewer, Vendor, Caller.Anonymous], caller => Assert.False(nothing.Allows(caller).IsGranted));
    }

    [Fact]
    public void A_grant_to_anonymous_is_one_to_everybody()
    {
        var read = new Permission("listings", "read", new Grant(Role.Anonymous, Scope.Any));
        Assert.True(read.IsPublic);
        Assert.All([Official, Reviewer, Vendor, Caller.Anonymous], caller => Assert.True(read.Allows(caller).IsUnlimited));
    }

    [Fact]
    public void Widest_scopes_win()
    {
        var caller = Reviewer with { Roles = [Role.GovUser, Role.GovReviewer], CreditCode = Company };
        Assert.Equal([Scope.OwnRegion], Scopes(caller, Scope.Self, Scope.OwnDepartment, Scope.OwnRegion));
        Assert.Equal([Scope.OwnDepartment, Scope.OwnCompany], Scopes(caller, Scope.Self, Scope.OwnCompany, Scope.OwnDepartment));
        Assert.Equal([Scope.Any], Scopes(caller, [.. Enum.GetValues<Scope>()]));
        Assert.Equal([Scope.Self], Scopes(caller, Scope.Self));
    }

    [Theory]
    [InlineData(Scope.OwnRegion)]
    [InlineData(Scope.OwnDepartment)]
    [InlineData(Scope.OwnCompany)]
    public void A_scope_the_token_cannot_fill_grants_nothing(Scope scope)
    {
        var bare = new Caller("u", "https://gov", [Role.GovUser]);
        var decide = new Permission("reviews", "decide", new Grant(Role.GovUser, scope));
        Assert.False(decide.Allows(bare).IsGranted);
        Assert.False(decide.Allows(bare with { Region = "", Department = "", CreditCode = default(CreditCode) }).IsGranted);
    }

    [Fact]
    public void Anonymous_has_no_self()
    {
        var access = new Permission("favourites", "read", new Grant(Role.Anonymous, Scope.Self)).Allows(Caller.Anonymous);
        Assert.False(access.IsGranted);
        Assert.False(access.Covers(new Owner(Person: "")));
    }

    public static TheoryData<Scope, Owner, bool> Coverage => new()
    {
        { Scope.Any, default, true },
        { Scope.OwnRegion, new Owner(Region: "4401"), true },
        { Scope.OwnRegion, new Owner(Region: "440106"), true },
        { Scope.OwnRegion, new Owner(Region: "440106001"), true },
        { Scope.OwnRegion, new Owner(Region: "44"), false },
        { Scope.OwnRegion, new Owner(Region: "4403"), false },
        { Scope.OwnRegion, default, false },
        { Scope.OwnDepartment, new Owner(Department: "gz-data"), true },
        { Scope.OwnDepartment, new Owner(Department: "gz-data-2"), false },
        { Scope.OwnDepartment, new Owner(Region: "4401"), false },
        { Scope.OwnCompany, new Owner(Company: Company), true },
        { Scope.OwnCompany, new Owner(Company: CreditCode.Parse("914403001922038216")), false },
        { Scope.OwnCompany, new Owner(Company: default(CreditCode)), false },
        { Scope.OwnCompany, default, false },
        { Scope.Self, new Owner(Person: "https://gov#u2"), true },
        { Scope.Self, new Owner(Person: "u2"), false },
        { Scope.Self, new Owner(Person: "https://other#u2"), false },
        { Scope.Self, default, false },
    };

    [Theory]
    [MemberData(nameof(Coverage))]
    public void A_scope_covers_what_belongs_there(Scope scope, Owner owner, bool expected)
    {
        var caller = Reviewer with { CreditCode = Company };
        Assert.Equal(expected, new Permission("things", "change", new Grant(Role.GovReviewer, scope)).Allows(caller).Covers(owner));
    }

    [Fact]
    public void A_role_the_token_does_not_carry_grants_nothing()
    {
        var decide = new Permission("reviews", "decide", new Grant(Role.GovReviewer, Scope.Any));
        Assert.True(decide.Allows(Reviewer).IsGranted);
        Assert.False(decide.Allows(Official).IsGranted);
        Assert.False(decide.Allows(Caller.Anonymous).IsGranted);
    }

    [Theory]
    [InlineData("", "read", Role.Operator)]
    [InlineData("listings", " ", Role.Operator)]
    [InlineData("listings", "read", "admin")]
    public void A_permission_that_says_nothing_is_a_mistake(string resource, string action, string role) =>
        Assert.Throws<ArgumentException>(() => new Permission(resource, action, new Grant(role, Scope.Any)));

    private static ImmutableArray<Scope> Scopes(Caller caller, params Scope[] scopes) =>
        new Permission("things", "change", [.. scopes.Select(scope => new Grant(Role.GovReviewer, scope))]).Allows(caller).Scopes;
}
