using System.Text;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Submissions.State;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>Rows that earlier versions wrote are read.</summary>
[Collection(SharesSubmissions.Name)]
public sealed class SubmissionRowTests(SubmissionApp submissions)
{
    [Fact]
    public async Task A_history_that_calls_recall_take_back_is_read()
    {
        var draft = (await submissions.App.GivenAsync("product", LifecycleState.Submitted))[0];
        await draft.RefreshAsync();
        (await draft.RecallAsync()).Expect(200);
        var row = SubmissionRows.ToRow(await submissions.App.StoredAsync(draft));
        var text = Encoding.UTF8.GetString(row.GetPacked("History"));
        Assert.Contains("\"recall\"", text, StringComparison.Ordinal);
        row.AddPacked("History", Encoding.UTF8.GetBytes(text.Replace("\"recall\"", "\"takeBack\"", StringComparison.Ordinal)));

        Assert.Equal(LifecycleAction.Recall, SubmissionRows.FromRow(row).History[^1].Action);
    }
}
