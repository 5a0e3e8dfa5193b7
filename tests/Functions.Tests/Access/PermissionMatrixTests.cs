using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Access;

/// <summary>
/// Every endpoint is called as every role, with right and wrong regions, departments and companies, without a token, and with one that has run out.
/// </summary>
[Collection(SharesWorkshop.Name)]
public sealed class PermissionMatrixTests(WorkshopApp workshop)
{
    private const string Region = "4401";

    /// <summary>Everybody who calls: each role with what it needs, then with somebody else's, then with nothing.</summary>
    private static readonly Actor[] Callers =
    [
        .. Actor.Each,
        Actor.GovUser with { Department = "gd-education" }, Actor.GovUser with { Department = null },
        Actor.Reviewer.In(Region), Actor.Reviewer.In("4403"), Actor.Reviewer.In("440103"), Actor.Reviewer with { Region = null },
        Actor.Member with { CreditCode = Actor.OtherVendor }, Actor.Member with { CreditCode = null },
        Actor.Admin with { CreditCode = Actor.OtherVendor }, Actor.Admin with { CreditCode = null },
        Actor.Operator with { Region = "44", Department = Actor.ProvincialDepartment, CreditCode = Actor.SampleVendor },
        Actor.Expert with { Region = "44", Department = Actor.ProvincialDepartment, CreditCode = Actor.SampleVendor },
        new Actor("no.such.role", "44", Actor.ProvincialDepartment, Actor.SampleVendor),
    ];

    public static TheoryData<string> Endpoints => [.. PermissionRows.ByEndpoint.Keys];

    [Fact]
    public void Every_endpoint_has_its_row() => Assert.Equal(
        workshop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Select(endpoint => endpoint.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName)
            .Order(StringComparer.Ordinal),
        PermissionRows.ByEndpoint.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_endpoint_lets_in_whom_its_permission_names(string endpoint)
    {
        var row = PermissionRows.ByEndpoint[endpoint];
        var ids = await ListingsAsync(row);
        foreach (var (actor, id) in Callers.Zip(ids))
        {
            var answer = await row.Send(workshop.App.As(actor), id);
            Assert.True(Expected(row, actor) == answer.Status / (answer.Status < 300 ? 100 : 1),
                $"{endpoint} as {actor}: expected {Expected(row, actor)}, was {answer.Status} {answer.Text}");
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_token_that_has_run_out_opens_nothing(string endpoint)
    {
        var row = PermissionRows.ByEndpoint[endpoint];
        var ids = await ListingsAsync(row);
        foreach (var (actor, id) in Actor.Each.Where(actor => actor.Role is not null).Zip(ids))
        {
            var answer = await row.Send(workshop.App.AsExpired(actor), id);
            if (row.Permission is null)
            {
                Assert.Equal(200, answer.Status);
            }
            else
            {
                answer.ExpectProblem(401, "unauthenticated");
            }
        }
    }

    /// <summary>2 for any success.</summary>
    private static int Expected(PermissionRow row, Actor actor)
    {
        if (row.Permission is null)
        {
            return 2;
        }

        var access = row.Permission.Allows(CallerOf(actor));
        if (!access.IsGranted)
        {
            return actor.Role is null ? 401 : 403;
        }

        return !row.ChangesListing || access.Covers(OwnerOfEach) ? 2 : 404;
    }

    /// <summary>A product's: its vendor's, whatever department it names.</summary>
    private static Owner OwnerOfEach { get; } = new(Region, Company: Code(Actor.SampleVendor));

    private static Caller CallerOf(Actor actor) => actor.Role is null
        ? Caller.Anonymous
        : new Caller("somebody", "issuer", Role.IsKnown(actor.Role) ? [actor.Role] : [], actor.Region, actor.Department, Code(actor.CreditCode));

    private static CreditCode? Code(string? text) => CreditCode.TryParse(text, out var code) ? code : null;

    /// <summary>An entry for each call, since a change of one can be made once.</summary>
    private async Task<IReadOnlyList<string>> ListingsAsync(PermissionRow row)
    {
        if (row.Given is { } given)
        {
            var fresh = new List<string>();
            foreach (var _ in Callers)
            {
                fresh.Add(await given(workshop.App));
            }

            return fresh;
        }

        var entry = Entry.Product().With("region", Region);
        if (!row.ChangesListing)
        {
            return [.. Enumerable.Repeat((await workshop.App.Given(entry.With("externalId", "read-by-all").With("contact.name", "张三")))[0], Callers.Length)];
        }

        var ids = await workshop.App.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), [.. Enumerable.Repeat(entry, Callers.Length)]));
        if (row.NeedsSuspended)
        {
            foreach (var id in ids)
            {
                (await workshop.App.As(Actor.Reviewer).MoveAsync(id, "suspend")).Expect(200);
            }
        }

        return ids;
    }
}
