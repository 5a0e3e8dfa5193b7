using System.Net;
using System.Net.Sockets;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Infra.Tests.Hosting.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Infra.Tests.Hosting.App;

public sealed class StartTests
{
    private static readonly Permission Members = new("things", "read", new Grant(Role.VendorMember, Scope.Any));

    public static TheoryData<string, Action<FunctionApp>> Mistakes => new()
    {
        { "GET /api/things/{id} has no access policy", static app => app.MapHttpFunction("Things", "things").MapGet("{id}", Read).Named() },
        { "GET /api/things/{id} has no name", static app => app.Things().MapGet("{id}", Read).WithSummary("Reads.") },
        { "GET /api/things/{id} has no summary", static app => app.Things().MapGet("{id}", Read).WithName("read") },
        { "GET /things belongs to no function", static app => app.MapGet("/things", static () => ApiResults.NoContent()).Named() },
        { "refuses with 'whatever', which has no text", static app => app.Things().MapGet("{id}", Read).Named().Refuses("whatever") },
        { "reads the query parameter 'q' twice", static app => app.Things().MapGet("", List).Named().Reads(Parcels.Q, Query.Text("q", "Again.")) },
        { "Two routes are named 'read'", static app =>
            { app.Things().MapGet("{id}", Read).Named(); app.MapHttpFunction("Others", "others").AllowAnyone().MapGet("{id}", Read).Named(); } },
        { "Two functions are named 'Things'", static app => { app.Things().MapGet("{id}", Read).Named(); app.MapHttpFunction("Things", "others").AllowAnyone()
            .MapGet("{id}", Read).WithName("other").WithSummary("Reads."); } },
        { "Two functions have the route 'api/things'", static app => { app.Things().MapGet("{id}", Read).Named(); app.MapHttpFunction("Others", "things")
            .AllowAnyone().MapGet("x/{id}", Read).WithName("other").WithSummary("Reads."); } },
        { "'adminThings'", static app => app.MapHttpFunction("Things", "adminThings").AllowAnyone().MapGet("{id}", Read).Named() },
        { "the segment 'admin'; one path segment is needed", static app => app.MapHttpFunction("Things", "admin").AllowAnyone().MapGet("{id}", Read).Named() },
        { "The function name '1Things'", static app => app.MapHttpFunction("1Things", "things").AllowAnyone().MapGet("{id}", Read).Named() },
        { "The function name 'Host'", static app => app.MapHttpFunction("Host", "things").AllowAnyone().MapGet("{id}", Read).Named() },
        { "named like the route 'api/Things'", static app => { app.MapHttpFunction("Web", "things").AllowAnyone().MapGet("{id}", Read)
            .Named(); app.MapTimerFunction("Things", "0 0 0 * * *", static (TimerDelivery _, Deliveries seen, CancellationToken _) => Task.CompletedTask); } },
        { "the queue 'Bad--Queue'", static app =>
            app.MapQueueFunction("Run", "Bad--Queue", static (QueueDelivery _, Deliveries seen, CancellationToken _) => Task.CompletedTask) },
        { "six fields are needed", static app =>
            app.MapTimerFunction("Run", "*/10 * * * *", static (TimerDelivery _, Deliveries seen, CancellationToken _) => Task.CompletedTask) },
        { "no ITokenValidator is registered", static app => app.MapHttpFunction("Things", "things").Allow(Members).MapGet("{id}", Read).Named() },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task An_app_with_a_mistake_does_not_start_and_says_why(string message, Action<FunctionApp> map)
    {
        await using var app = Empty().Build();
        map(app);
        var fault = await Assert.ThrowsAsync<StartupException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once_with_what_is_accepted_and_without_their_values()
    {
        await using var app =
            FunctionApp.CreateBuilder(["--Host:Port=abc", "--Host:Region=guangdong", "--Host:CursorKeys=c2VjcmV0", "--Host:Origins=https://a.cn/path"]).Build();
        var fault = await Assert.ThrowsAsync<StartupException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Host:Port is not accepted: set it to a whole number from 0 to 65535.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Host:Region is not accepted: set it to a region code", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Host:CursorKeys is not accepted: set it to one or more keys of at least 32 random bytes", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Host:Origins is not accepted", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_setting_ends_with_a_code_other_than_zero()
    {
        Assert.Equal(1, await FunctionApp.CreateBuilder([]).Build().RunAsync());
    }

    [Fact]
    public async Task A_port_in_use_ends_with_a_code_other_than_zero()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Equal(1, await SampleApp.Build(null, $"--Host:Port={port}").RunAsync());
    }

    [Fact]
    public async Task Being_told_to_stop_never_ends_with_zero()
    {
        var app = SampleApp.Build();
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(lifetime.StopApplication);
        Assert.Equal(200, await app.RunAsync());
    }

    [Fact]
    public async Task The_hosts_port_counts_before_the_apps_own_setting()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await using var app = await SampleApp.StartAsync(null, $"--FUNCTIONS_CUSTOMHANDLER_PORT={port}");
        Assert.Equal(new Uri($"http://127.0.0.1:{port}"), app.Address);
    }

    [Fact]
    public async Task Addresses_from_outside_do_not_count()
    {
        await using var app = await SampleApp.StartAsync(null, "--ASPNETCORE_URLS=http://0.0.0.0:0", "--Kestrel:Endpoints:X:Url=http://0.0.0.0:0");
        Assert.Equal("127.0.0.1", app.Address.Host);
    }

    [Fact]
    public void Texts_that_lack_a_language_or_repeat_a_code_are_refused()
    {
        var assembly = typeof(StartTests).Assembly;
        Assert.Throws<StartupException>(() => ProblemTexts.Load([new(assembly, "Sample.Problems.json"), new(assembly, "Sample.Problems.json")]));
        Assert.Throws<StartupException>(() => ProblemTexts.Load([new(assembly, "Sample.Missing.json")]));
        Assert.Throws<StartupException>(() => ProblemTexts.Load([new(assembly, "Sample.BadProblems.json")]));
    }

    private static FunctionAppBuilder Empty()
    {
        var builder = FunctionApp.CreateBuilder(["--Host:Port=0", $"--Host:CursorKeys={SampleApp.Key}"]);
        builder.Services.AddApiJson(SampleJson.Default);
        builder.Services.AddSingleton<Deliveries>();
        return builder;
    }

    private static Resource<string[]> Read(string id) => ApiResults.Ok<string[]>([id]);

    private static Resource<string[]> List(QueryValues query) => ApiResults.Ok<string[]>([query.Get(Parcels.Q) ?? ""]);
}

internal static class StartTestRoutes
{
    public static RouteGroupBuilder Things(this FunctionApp app) => app.MapHttpFunction("Things", "things").AllowAnyone();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint) => endpoint.WithName("read").WithSummary("Reads.");
}
