using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Audit;

public sealed class ProtectedAccessTests
{
    [Fact]
    public async Task Many_looks_at_contacts_in_an_hour_want_a_reason_which_is_recorded()
    {
        var time = FakeTimeProvider.Running();
        await using var app = await TestApp.StartAsync(new TestAppOptions
        {
            Follows = false,
            Time = time,
            Settings = ["--Marketplace:AccessesPerHour=3"],
        });
        var entry = Entry.Case().With("contact", new JsonObject { ["name"] = "王五", ["phone"] = "02012345678" });
        var id = (await app.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), entry)))[0];
        var path = $"/api/listings/{id}/contact";
        for (var look = 0; look < 3; look++)
        {
            (await app.As(Actor.GovUser).GetAsync(path)).Expect(200);
        }

        (await app.As(Actor.GovUser).GetAsync(path)).ExpectProblem(409, "accessReasonRequired");
        (await app.As(Actor.GovUser).GetAsync($"{path}?reason=x")).ExpectProblem(400, "invalid", "reason:tooShort");
        (await app.As(Actor.GovUser).GetAsync($"{path}?reason={Uri.EscapeDataString("核对联系人")}")).Expect(200);
        (await app.As(Actor.Reviewer).GetAsync(path)).Expect(200);

        await app.Indexed();
        await app.Projected();
        var looks = (await app.As(Actor.Operator).GetAsync($"/api/operations/audit?object=listings/{id}&action=contact.read")).Expect(200)["items"];
        Assert.Equal(5, looks.GetArrayLength());
        Assert.Single(looks.EnumerateArray(), static look => look.TryGetProperty("reason", out var reason) && reason.GetString() == "核对联系人");

        time.Advance(TimeSpan.FromMinutes(61));
        (await app.As(Actor.GovUser).GetAsync(path)).Expect(200);
    }
}
