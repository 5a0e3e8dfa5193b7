using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Notifications;

public sealed class InboxTests(NoticeApp notices) : IClassFixture<NoticeApp>
{
    private const string List = "/api/me/notifications";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notice_says_what_happened_in_the_reader_s_language()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        var notice = await notices.PostAsync(Recipient.Company(code), "a");
        var item = (await As(member).GetAsync(List)).Expect(200)["items"][0];
        Assert.Equal((notice.Id, "submission.published", "company", "abc", "abc-1", "published", "符合要求"),
            (item.Text("id"), item.Text("code"), item.Text("to"), item.Text("listingId"), item.Text("submissionId"), item.Text("state"), item.Text("reason")));
        Assert.Equal("“一网统管”已上架", item.Text("message"));
        Assert.Equal("“一网统管” has been published", (await As(member).GetAsync(List, ("Accept-Language", "en"))).Expect(200)["items"][0].Text("message"));
    }

    [Fact]
    public async Task A_notice_arrives_once_however_often_and_by_however_many_it_is_posted()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        var notice = notices.Made(Recipient.Company(code), "a");
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => notices.Desk.PostAsync([notice, notice], Stop)));
        notices.Time.Advance(TimeSpan.FromMinutes(10));
        await notices.Desk.PostAsync([notice with { Reason = "later" }], Stop);
        var page = (await As(member).GetAsync(List)).Expect(200);
        Assert.Equal([notice.Id], page.Ids);
        Assert.Equal((1, 1), (page.Total, page["unread"].GetInt32()));
    }

    [Fact]
    public async Task Another_company_s_notices_are_never_seen()
    {
        var ((member, _, code), (other, otherAdmin, _)) = (NoticeApp.NewCompany(), NoticeApp.NewCompany());
        var notice = await notices.PostAsync(Recipient.Company(code), "a");
        Actor[] strangers = [other, otherAdmin, Actor.GovUser, Actor.Reviewer, Actor.Expert, Actor.Operator, Actor.Expert with { CreditCode = code.Value },
            member with { CreditCode = null }];
        foreach (var stranger in strangers)
        {
            Assert.DoesNotContain(notice.Id, (await As(stranger).GetAsync(List)).Expect(200).Ids);
            (await As(stranger).PostAsync($"{List}/read", new JsonObject { ["ids"] = new JsonArray(notice.Id) })).Expect(200);
        }

        Assert.Equal(1, await UnreadAsync(member));
    }

    [Fact]
    public async Task Each_of_the_staff_reads_on_their_own()
    {
        var (member, admin, code) = NoticeApp.NewCompany();
        var first = await notices.PostAsync(Recipient.Company(code), "a");
        await notices.PostAsync(Recipient.Company(code), "b");
        Assert.Equal(1, (await MarkAsync(member, [first.Id]))["unread"].GetInt32());
        Assert.Equal((1, 2), (await UnreadAsync(member), await UnreadAsync(admin)));
        Assert.Equal([false, true], (await As(member).GetAsync(List))["items"].EnumerateArray().Select(item => item.GetProperty("read").GetBoolean()));
    }

    [Fact]
    public async Task Reading_up_to_what_was_shown_leaves_what_came_since()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        for (var i = 0; i < 3; i++)
        {
            await notices.PostAsync(Recipient.Company(code), $"{i}");
        }

        var shown = (await As(member).GetAsync(List))["items"][0].Text("postedAt");
        var later = await notices.PostAsync(Recipient.Company(code), "later");
        var answer = (await As(member).PostAsync($"{List}/read", new JsonObject { ["upTo"] = shown })).Expect(200);
        Assert.Equal(1, answer["unread"].GetInt32());
        var unread = (await As(member).GetAsync($"{List}?unread=true")).Expect(200);
        Assert.Equal([later.Id], unread.Ids);
        Assert.Equal(1, unread.Total);
    }

    [Fact]
    public async Task Reading_up_to_an_earlier_time_or_one_to_come_neither_unreads_nor_reads_ahead()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        await notices.PostAsync(Recipient.Company(code), "a");
        Assert.Equal(0, await ReadUpToAsync(member, notices.Time.GetUtcNow().AddYears(5)));
        Assert.Equal(0, await ReadUpToAsync(member, notices.Time.GetUtcNow().AddYears(-5)));
        await notices.PostAsync(Recipient.Company(code), "b");
        Assert.Equal(1, await UnreadAsync(member));
    }

    [Fact]
    public async Task Unread_counts_hold_while_many_read_at_once()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            ids.Add((await notices.PostAsync(Recipient.Company(code), $"{i}")).Id);
        }

        await Task.WhenAll(ids.Take(55).Chunk(5).Select(chunk => MarkAsync(member, chunk)));
        Assert.Equal(5, await UnreadAsync(member));
        Assert.Equal(ids.TakeLast(5).Reverse(), (await As(member).GetAsync($"{List}?unread=true")).Expect(200).Ids);
    }

    /// <summary>Then counting goes through nothing that was read.</summary>
    [Fact]
    public async Task Many_single_marks_become_one_time()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            ids.Add((await notices.PostAsync(Recipient.Company(code), $"{i}")).Id);
        }

        notices.Time.Advance(TimeSpan.FromMinutes(5));
        await MarkAsync(member, [.. ids.Where((_, i) => i is not 57)]);
        var marks = await notices.App.Services.GetRequiredService<ReadMarkStore>().ReadAsync(IdOf(member), Stop);
        Assert.Equal(2, marks.Places.Count);
        Assert.Equal(1, await UnreadAsync(member));
        Assert.Equal([ids[57]], (await As(member).GetAsync($"{List}?unread=true")).Expect(200).Ids);
    }

    [Fact]
    public async Task A_cursor_stays_where_it_is_while_new_ones_arrive()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Insert(0, (await notices.PostAsync(Recipient.Company(code), $"{i}")).Id);
        }

        var first = (await As(member).GetAsync($"{List}?limit=3")).Expect(200);
        // One that happened long ago and arrives now is new all the same.
        await notices.Desk.PostAsync([notices.Made(Recipient.Company(code), "late") with { At = notices.Time.GetUtcNow().AddDays(-30) }], Stop);
        var second = (await As(member).GetAsync($"{List}?limit=3&cursor={first["nextCursor"]}")).Expect(200);
        var third = (await As(member).GetAsync($"{List}?limit=3&cursor={second["nextCursor"]}")).Expect(200);
        Assert.Equal(ids, [.. first.Ids, .. second.Ids, .. third.Ids]);
        Assert.False(third.Json.TryGetProperty("nextCursor", out _));
        Assert.Equal(8, third.Total);
        (await As(member).GetAsync($"{List}?limit=3&unread=true&cursor={first["nextCursor"]}")).ExpectProblem(400, "invalidCursor", "cursor:invalidCursor");
    }

    [Fact]
    public async Task Several_inboxes_are_read_as_one()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        var ids = new List<string>();
        for (var i = 0; i < 9; i++)
        {
            ids.Insert(0, (await notices.PostAsync(i % 3 == 0 ? Recipient.Person(IdOf(member)) : Recipient.Company(code), $"{i}")).Id);
        }

        Assert.Equal(ids, await As(member).WalkAsync(List, 2));
        Assert.Equal(ids, (await As(member).GetAsync(List)).Ids);
    }

    [Theory]
    [InlineData("440103", "440103", true)]
    [InlineData("440103", "4401", true)]
    [InlineData("440103", "44", true)]
    [InlineData("440103", "4403", false)]
    [InlineData("4401", "440103", false)]
    [InlineData("440103001", "4401", true)]
    public async Task Reviewers_hear_of_what_lies_in_their_region(string about, string region, bool hears)
    {
        var notice = await notices.PostAsync(Recipient.Reviewers(about), $"{about} {region}", "submission.inReview");
        Assert.Equal(hears, (await As(Actor.Reviewer.In(region)).GetAsync(List)).Expect(200).Ids.Contains(notice.Id));
        Assert.DoesNotContain(notice.Id, (await As(Actor.GovUser.In(region)).GetAsync(List)).Expect(200).Ids);
    }

    [Fact]
    public async Task Officials_hear_of_their_department_and_operators_of_the_instance()
    {
        var (forDepartment, forOperators) =
            (await notices.PostAsync(Recipient.Department("gd-education"), "a"), await notices.PostAsync(Recipient.Operators, "a", "submission.stuck"));
        Assert.Equal([forDepartment.Id], (await As(Actor.GovUser with { Department = "gd-education" }).GetAsync(List)).Ids);
        Assert.Contains(forOperators.Id, (await As(Actor.Operator).GetAsync(List)).Ids);
        Assert.DoesNotContain(forDepartment.Id, (await As(Actor.GovUser).GetAsync(List)).Ids);
    }

    [Fact]
    public async Task More_unread_than_are_counted_is_said_so()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        await notices.Desk.PostAsync([.. Enumerable.Range(0, Inbox.MaxUnread).Select(i => notices.Made(Recipient.Company(code), $"{i}"))], Stop);
        var exactly = (await As(member).GetAsync($"{List}/unread")).Expect(200);
        Assert.Equal($$"""{"unread":{{Inbox.MaxUnread}}}""", exactly.Text);
        await notices.PostAsync(Recipient.Company(code), "one more");
        Assert.Equal($$"""{"unread":{{Inbox.MaxUnread}},"unreadExceeded":true}""", (await As(member).GetAsync($"{List}/unread")).Text);
    }

    [Theory]
    [InlineData("""{}""", "ids:required")]
    [InlineData("""{"ids":["ABC"]}""", "ids[0]:invalidFormat")]
    [InlineData("""{"upTo":"yesterday"}""", "upTo:invalidFormat")]
    [InlineData("""{"id":[]}""", "id:unknownField")]
    public async Task What_cannot_be_marked_is_said_by_field(string body, string error) =>
        (await As(Actor.Member).PostAsync($"{List}/read", JsonNode.Parse(body))).ExpectProblem(400, "invalid", error);

    [Fact]
    public async Task A_notice_without_a_text_or_a_value_is_a_defect()
    {
        var notice = notices.Made(Recipient.Operators, "a");
        await Assert.ThrowsAsync<InvalidOperationException>(() => notices.Desk.PostAsync([notice with { Code = "no.such" }], Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => notices.Desk.PostAsync([notice with { Values = new Dictionary<string, string>() }], Stop));
    }

    [Fact]
    public async Task Who_I_am_is_what_my_token_says()
    {
        var me = (await As(Actor.GovUser).GetAsync("/api/me")).Expect(200);
        Assert.Equal(("44", "广东省", Actor.ProvincialDepartment, "测试人员"),
            (me["region"].Text("code"), me["region"].Text("name"), me["department"].Text("id"), me["name"].GetString()));
        Assert.Equal(Actor.SampleVendor, (await As(Actor.Member).GetAsync("/api/me"))["creditCode"].GetString());
        (await As(Actor.Anonymous).GetAsync("/api/me")).ExpectProblem(401, "unauthenticated");
    }

    private Session As(Actor actor) => notices.App.As(actor);

    private string IdOf(Actor actor) => notices.App.IdOf(actor);

    private async Task<int> UnreadAsync(Actor actor) => (await As(actor).GetAsync($"{List}/unread")).Expect(200)["unread"].GetInt32();

    private async Task<Reply> MarkAsync(Actor actor, IReadOnlyList<string> ids) =>
        (await As(actor).PostAsync($"{List}/read", new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) })).Expect(200);

    private async Task<int> ReadUpToAsync(Actor actor, DateTimeOffset upTo) => (await As(actor).PostAsync(
        $"{List}/read", new JsonObject { ["upTo"] = upTo.ToString("O", CultureInfo.InvariantCulture) })).Expect(200)["unread"].GetInt32();
}
