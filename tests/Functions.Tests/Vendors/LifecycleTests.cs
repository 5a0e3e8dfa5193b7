using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Tests.Vendors;

/// <summary>Every stage × every action × every role, against one table.</summary>
[Collection(SharesWorkshop.Name)]
public sealed class LifecycleTests(WorkshopApp workshop)
{
    private static readonly string[] Stages = [.. Enum.GetNames<VendorStage>()];

    /// <summary>What each action, done by who may, answers at each stage (in the order of the stages): the state that follows, or the problem's code.</summary>
    private static readonly Dictionary<string, string[]> Table = new()
    {
        [nameof(VendorAction.Update)] = ["registered", "registered", "verified", "suspended"],
        [nameof(VendorAction.RequestVerification)] = ["registered", "registered", "registered", "!vendorSuspended"],
        [nameof(VendorAction.Accept)] = ["!verificationNotRequested", "verified", "!verificationNotRequested", "!vendorSuspended"],
        [nameof(VendorAction.Refuse)] = ["!verificationNotRequested", "registered", "!verificationNotRequested", "!vendorSuspended"],
        [nameof(VendorAction.Suspend)] = ["suspended", "suspended", "suspended", "!vendorSuspended"],
        [nameof(VendorAction.Resume)] = ["!vendorNotSuspended", "!vendorNotSuspended", "!vendorNotSuspended", "registered"],
    };

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var stage in Stages)
            {
                foreach (var action in Table.Keys)
                {
                    cells.Add(stage, action);
                }
            }

            return cells;
        }
    }

    private TestApp App => workshop.App;

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Each_action_follows_the_table_for_who_may_and_is_nobody_else_s(string stage, string action)
    {
        var code = await App.GivenVendorAsync(Enum.Parse<VendorStage>(stage));
        var licence = action == nameof(VendorAction.RequestVerification) ? await App.GivenLicenceAsync(code) : "";
        var before = await App.AccountAsync(code);
        foreach (var actor in Actor.Each.Where(actor => actor.Role != ActorOf(action, code).Role))
        {
            Assert.Equal(actor.Role is null ? 401 : 403, (await DoAsync(actor with { CreditCode = code }, action, code, before, licence)).Status);
        }

        foreach (var stranger in new[] { Actor.Reviewer.In("4403"), Actor.Reviewer.In("440103") }.Where(_ => !IsOwn(action)))
        {
            (await DoAsync(stranger, action, code, before, licence)).ExpectProblem(404, "notFound");
        }

        Assert.Equal(before.Text, (await App.AccountAsync(code)).Text);

        var answer = await DoAsync(ActorOf(action, code), action, code, before, licence);
        var expected = Table[action][Array.IndexOf(Stages, stage)];
        if (expected.StartsWith('!'))
        {
            answer.ExpectProblem(409, expected[1..]);
        }
        else
        {
            Assert.Equal(expected, answer.Expect(action == nameof(VendorAction.RequestVerification) ? 202 : 200).Json.Text("state"));
        }

        Assert.Equal(before["version"].GetInt64() + (expected.StartsWith('!') ? 0 : 1), await App.VersionAsync(code));
    }

    [Fact]
    public void The_table_has_every_action() =>
        Assert.Equal(Enum.GetNames<VendorAction>().Order(StringComparer.Ordinal), Table.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Another_name_has_to_be_verified_anew()
    {
        var code = await App.GivenVendorAsync(VendorStage.Verified);
        var account = await App.AccountAsync(code);
        var renamed = (await App.As(VendorSteps.AdminOf(code)).PutVendorAsync(VendorSteps.Profile("另一家公司"), ("If-Match", account.Header("ETag")!))).Expect(200);
        Assert.Equal("registered", renamed.Json.Text("state"));
        Assert.False(renamed.Json.TryGetProperty("verification", out _));
    }

    [Fact]
    public async Task A_suspension_ends_where_it_began_unless_the_name_changed_meanwhile()
    {
        var (same, renamed) = (await App.GivenVendorAsync(VendorStage.Verified), await App.GivenVendorAsync(VendorStage.Verified));
        foreach (var code in new[] { same, renamed })
        {
            (await App.MoveVendorAsync(Actor.Reviewer, code, "suspend", version: 3)).Expect(200);
        }

        var tag = (await App.AccountAsync(renamed)).Header("ETag")!;
        (await App.As(VendorSteps.AdminOf(renamed)).PutVendorAsync(VendorSteps.Profile("另一家公司"), ("If-Match", tag))).Expect(200);

        Assert.Equal("verified", (await App.MoveVendorAsync(Actor.Reviewer, same, "resume", version: 4)).Expect(200).Json.Text("state"));
        Assert.Equal("registered", (await App.MoveVendorAsync(Actor.Reviewer, renamed, "resume", version: 5)).Expect(200).Json.Text("state"));
    }

    private static Actor ActorOf(string action, string code) => IsOwn(action) ? VendorSteps.AdminOf(code) : Actor.Reviewer;

    /// <summary>Whether the company itself does it.</summary>
    private static bool IsOwn(string action) => action is nameof(VendorAction.Update) or nameof(VendorAction.RequestVerification);

    private Task<Reply> DoAsync(Actor actor, string action, string code, Reply before, string licence)
    {
        var version = before["version"].GetInt64();
        return action switch
        {
            nameof(VendorAction.Update) =>
                App.As(actor).PutVendorAsync(VendorSteps.Profile().With("introduction", "改写。"), ("If-Match", before.Header("ETag")!)),
            nameof(VendorAction.RequestVerification) => App.As(actor).RequestVerificationAsync(licence),
            nameof(VendorAction.Accept) or nameof(VendorAction.Refuse) => App.DecideAsync(actor, code, action.ToLowerInvariant(), version),
            _ => App.MoveVendorAsync(actor, code, action.ToLowerInvariant(), version),
        };
    }
}
