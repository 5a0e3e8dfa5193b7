using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Submissions;
using Marketplace.Functions.Tests.Vendors;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Instance;

/// <summary>
/// Every kind of fault meets every request that an operation sends to storage, one at a time: the client is told to come again, never that something failed
/// unexpectedly, and the same request afterwards succeeds or finds that it was carried out.
/// </summary>
public sealed class FaultAtEveryRequestTests : IAsyncDisposable
{
    private static readonly Fault[] Faults = [Fault.LoseRequest, Fault.LoseAnswer, Fault.HalveAnswer, Fault.Busy];

    private TestApp _app = null!;
    private int _made;

    /// <summary>Each operation, without and with the retries of the storage clients.</summary>
    public static TheoryData<string, int> Operations =>
    [
        .. new[] { "import", "open", "save", "submit", "recall", "attach", "claim", "publish", "suspend", "profile", "read" }
            .SelectMany(static operation => new[] { (operation, 0), (operation, 3) }),
    ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_fault_of_storage_is_never_an_unexpected_failure(string operation, int retries)
    {
        _app = await StartAsync(retries);
        var cost = await CountAsync(await PrepareAsync(operation));
        Assert.True(cost > 0);
        foreach (var fault in Faults)
        {
            for (var at = 1; at <= cost; at++)
            {
                var run = await PrepareAsync(operation);
                var seen = 0;
                SetFault(() => Interlocked.Increment(ref seen) == at ? fault : Fault.None);
                var first = await run();
                SetFault(static () => Fault.None);
                Assert.True(seen >= at, $"{operation} sent {seen} requests, not {at}.");
                Assert.True(first.Status < 500 || (first.Status == 503 && retries == 0), $"{fault} at request {at}: {first.Status} {first.Text}");
                var second = await run();
                Assert.True(second.Status < 500, $"again after {fault} at request {at}: {second.Status} {second.Text}");
            }
        }

        Assert.Empty(_app.Errors);
    }

    private static Task<TestApp> StartAsync(int retries) => TestApp.StartAsync(new TestAppOptions
    {
        IsProxied = true,
        StorageOptions = () =>
        {
            var options = PatientStorage.Options();
            options.Retry.MaxRetries = retries;
            options.Retry.Delay = TimeSpan.FromMilliseconds(5);
            return options;
        },
        Follows = false,
        Settings = ["--Marketplace:MostDrafts=100000"],
    });

    private async Task<Func<Task<Reply>>> PrepareAsync(string operation)
    {
        var number = _made++;
        switch (operation)
        {
            case "import":
                return () => _app.As(Actor.Operator).ImportAsync(Entry.Case($"fault-{number}").ToJsonString());
            case "open":
                return () => Drafted.OpenReplyAsync(_app, Actor.GovUser, Contents.Case(), "case", null, ("Idempotency-Key", $"fault-{number}"));
            case "profile":
                var code = VendorSteps.NewCode();
                var tag = (await _app.GivenVendorAsync(code)).Header("ETag")!;
                return () => _app.As(VendorSteps.AdminOf(code)).PutVendorAsync(VendorSteps.Profile(region: "4403"), ("If-Match", tag));
            case "claim":
                var waiting = (await _app.GivenAsync("case", LifecycleState.InReview))[0];
                return () => waiting.ClaimAsync(Actor.Reviewer);
            case "publish":
                var claimed = (await _app.GivenAsync("case", LifecycleState.InReview, areClaimed: true))[0];
                return () => claimed.DecideAsync(Actor.Reviewer, "publish");
            case "suspend":
                var id = (await _app.As(Actor.Operator).ImportAsync([Entry.Case($"fault-{number}")]))["lines"][0].Text("id");
                return () => _app.As(Actor.Reviewer).MoveAsync(id, "suspend");
            default:
                return await PrepareDraftAsync(operation);
        }
    }

    private async Task<Func<Task<Reply>>> PrepareDraftAsync(string operation)
    {
        var draft = await _app.GivenDraftAsync("case");
        switch (operation)
        {
            case "save":
                return () => draft.SaveAsync(Contents.Case());
            case "attach":
                return () => draft.AnnounceAsync(100);
            case "read":
                return () => draft.ReadAsync();
            case "submit":
                var accepted = await draft.AcceptedAsync();
                return () => draft.SubmitAsync(body: accepted);
            case "recall":
                (await draft.SubmitAsync()).Expect(202);
                return () => draft.RecallAsync();
            default:
                throw new ArgumentOutOfRangeException(nameof(operation));
        }
    }

    private async Task<int> CountAsync(Func<Task<Reply>> run)
    {
        var seen = 0;
        SetFault(() =>
        {
            Interlocked.Increment(ref seen);
            return Fault.None;
        });
        Assert.True((await run()).Status < 300);
        SetFault(static () => Fault.None);
        return seen;
    }

    private void SetFault(Func<Fault> next)
    {
        foreach (var proxy in _app.Proxies.All)
        {
            proxy.Otherwise = _ => next();
        }
    }
}
