using System.Collections.Concurrent;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Events;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Submissions;
using Marketplace.Functions.Vendors.Pool;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Instance;

/// <summary>Storage receives writes of projections that their writers gave up long ago: no view goes back to what was.</summary>
public sealed class LateWriteTests : IAsyncLifetime
{
    private static readonly string[] Views = [SubmissionLists.TableName, VendorPoolStore.TableName, FingerprintStore.TableName];

    /// <summary>Requests lost of each request line, which all transactions of a table share; one fewer than a write is tried.</summary>
    private const int Lost = 3;

    private TestApp _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(new TestAppOptions { IsProxied = true });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_submission_that_was_rejected_does_not_wait_for_review_again()
    {
        var draft = (await _app.GivenAsync("product", LifecycleState.InReview))[0];
        await LateAsync(draft);
        await draft.GivenDecidedAsync(Actor.Reviewer, "reject");
        await _app.Projected();
        Assert.Empty((await _app.As(Actor.Reviewer).GetAsync("/api/reviews?limit=100")).Expect(200).Ids);

        Assert.NotEmpty(await _app.Proxies.Tables.DeliverLateAsync(Stop));
        Assert.Empty((await _app.As(Actor.Reviewer).GetAsync("/api/reviews?limit=100")).Expect(200).Ids);
        var listed = (await _app.As(Actor.Member).GetAsync("/api/submissions?limit=100")).Expect(200)["items"].EnumerateArray();
        Assert.Equal("rejected", listed.Single(item => item.Text("id") == draft.Id).Text("state"));
    }

    [Theory]
    [InlineData(LifecycleState.Submitted, "recall")]
    [InlineData(LifecycleState.InReview, "publish")]
    [InlineData(LifecycleState.InReview, "requestChanges")]
    [InlineData(LifecycleState.Published, "suspend")]
    public async Task No_late_write_changes_a_view(LifecycleState from, string then)
    {
        var draft = (await _app.GivenAsync("product", from))[0];
        await LateAsync(draft);
        await MoveAsync(draft, then);
        await _app.Projected();
        var before = await RowsAsync();

        Assert.NotEmpty(await _app.Proxies.Tables.DeliverLateAsync(Stop));
        Assert.Equal(before, await RowsAsync());
    }

    /// <summary>Lets every view follow while its first writes are lost on their way; the repetitions arrive first.</summary>
    private async Task LateAsync(Drafted draft)
    {
        var sent = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        _app.Proxies.Tables.Otherwise = line => IsWrite(line) && sent.AddOrUpdate(line, 1, static (_, times) => times + 1) <= Lost ? Fault.Late : Fault.None;
        foreach (var projection in _app.Services.GetServices<IProjection>())
        {
            await projection.CatchUpAsync([$"listings/{draft.ListingId}"], Stop);
        }

        _app.Proxies.Tables.Otherwise = static _ => Fault.None;
        Assert.NotEmpty(sent);
    }

    private static bool IsWrite(string line) => !line.StartsWith("GET", StringComparison.Ordinal);

    private async Task MoveAsync(Drafted draft, string action)
    {
        switch (action)
        {
            case "recall":
                (await draft.RecallAsync()).Expect(200);
                break;
            case "suspend":
                (await _app.As(Actor.Reviewer).MoveAsync(draft.ListingId, "suspend")).Expect(200);
                break;
            default:
                await draft.GivenDecidedAsync(Actor.Reviewer, action);
                break;
        }
    }

    private async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        foreach (var view in Views)
        {
            await foreach (var row in _app.Services.GetRequiredService<TableServiceClient>().GetTableClient(view).QueryAsync(cancellationToken: Stop))
            {
                var values = row.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}");
                rows.Add($"{view} {row}: {string.Join(", ", values)}");
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
