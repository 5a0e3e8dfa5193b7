using Marketplace.AppKit.Samples;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Tests.App;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Functions.Tests.Checks;

public sealed class CheckRunnerTests
{
    [Fact]
    public async Task A_check_that_throws_becomes_a_finding_and_the_others_tell_theirs()
    {
        var found = await RunAsync([new Check("good", Found("advertisingTerm", "name")), new Check("bad", static _ => throw new InvalidOperationException())]);
        Assert.Equal(["checkUnavailable", "advertisingTerm"], found.Select(finding => finding.Code));
        Assert.Equal("bad", found[0].Values["check"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_check_that_is_late_becomes_a_finding_whether_it_heeds_its_token_or_not(bool heeds)
    {
        var found = await RunAsync([new Check("slow", async stop =>
        {
            await Task.Delay(Timeout.Infinite, heeds ? stop : CancellationToken.None);
            return [];
        }) { Deadline = TimeSpan.FromMilliseconds(20) }]);
        Assert.Equal("checkUnavailable", Assert.Single(found).Code);
    }

    [Fact]
    public async Task Who_gives_up_waiting_gets_no_findings()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync([new Check("any", Found("advertisingTerm", "name"))], gone.Token));
    }

    [Fact]
    public async Task Findings_come_the_gravest_first_then_as_the_form_goes()
    {
        var found = await RunAsync(
        [
            new Check("one", static _ => Task.FromResult<IReadOnlyList<Finding>>(
            [
                At("tags[10]", 0), At("tags[2]", 0), At("description", 9), At("description", 3), At("name", 0),
                    new("required", FindingSeverity.Error, "pricing.fee"),
            ])),
            new Check("two", Found("phoneInText", "summary")),
        ]);
        Assert.Equal(
            ["pricing.fee", "name@0", "summary", "description@3", "description@9", "tags[2]@0", "tags[10]@0"],
            found.Select(finding => finding.Range is { } range ? $"{finding.Field}@{range.Start}" : finding.Field));
    }

    [Fact]
    public async Task Too_many_findings_are_cut_and_said_to_be()
    {
        var found =
            await RunAsync([new Check("many", static _ => Task.FromResult<IReadOnlyList<Finding>>([.. Enumerable.Range(0, 500).Select(i => At("name", i))]))]);
        Assert.Equal((CheckRunner.MaxFindings + 1, "tooManyFindings"), (found.Count, found[^1].Code));
        Assert.Equal(CheckRunner.MaxFindings - 1, found[^2].Range!.Start);
    }

    [Fact]
    public async Task Findings_about_attachments_are_handed_through()
    {
        var subject = Subject() with { AttachmentFindings = [new Finding("checkUnavailable", FindingSeverity.Rejection, "attachments[a]")] };
        var found = await new CheckRunner([new Check("one", Found("phoneInText", "name"))], TimeProvider.System, NullLogger<CheckRunner>.Instance)
            .RunAsync(subject, TestContext.Current.CancellationToken);
        Assert.Equal(["attachments[a]", "name"], found.Select(finding => finding.Field));
    }

    private static Finding At(string field, int start) => new("advertisingTerm", FindingSeverity.Warning, field) { Range = new TextRange(start, 1) };

    private static Func<CancellationToken, Task<IReadOnlyList<Finding>>> Found(string code, string field) =>
        _ => Task.FromResult<IReadOnlyList<Finding>>([new Finding(code, FindingSeverity.Warning, field)]);

    private static CheckSubject Subject() => new("listing", "listing-1", RuleBook.Content(Entry.Product()), []);

    private static Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyList<ICheck> checks, CancellationToken? stop = null) =>
        new CheckRunner(checks, TimeProvider.System, NullLogger<CheckRunner>.Instance).RunAsync(Subject(), stop ?? TestContext.Current.CancellationToken);

    private sealed class Check(string name, Func<CancellationToken, Task<IReadOnlyList<Finding>>> run) : ICheck
    {
        public string Name => name;

        public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(1);

        public Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken) => run(cancellationToken);
    }
}
