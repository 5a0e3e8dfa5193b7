using Marketplace.Identity;

namespace Marketplace.Infra.Tests.Identity.Access;

public sealed class CallerTests
{
    [Fact]
    public void Roles_are_a_set()
    {
        RoleSet roles = [Role.Operator, Role.GovUser, Role.Operator];
        Assert.Equal([Role.GovUser, Role.Operator], roles);
        Assert.Equal(RoleSet.Create(Role.GovUser, Role.Operator), roles);
        Assert.Equal(new Caller("a", "b", [Role.GovUser, Role.Operator]), new Caller("a", "b", roles));
        Assert.NotEqual(RoleSet.Create(Role.GovUser), roles);
    }

    [Fact]
    public void No_token_can_claim_to_be_the_public()
    {
        Assert.False(Role.IsKnown(Role.Anonymous));
        Assert.DoesNotContain(Role.Anonymous, Role.SignedIn);
        Assert.Equal(6, Role.SignedIn.Count);
    }

    [Fact]
    public void A_logged_caller_shows_no_personal_values()
    {
        var text = new Caller("s-1", "https://gov", [Role.GovUser], "4401", "gz-health", null, "张三", "yzy").ToString();
        Assert.Equal("https://gov#s-1 (gov.user)", text);
    }
}
