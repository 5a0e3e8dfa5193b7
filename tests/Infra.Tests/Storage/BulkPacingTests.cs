using Marketplace.Storage.Pipeline;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage;

public sealed class BulkPacingTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
    private readonly BulkPacing _pacing;

    public BulkPacingTests() => _pacing = new BulkPacing(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quick_answers_let_more_go_at_once_up_to_a_bound()
    {
        var before = _pacing.Limit;
        await SendAsync(50, Quick);
        Assert.True(_pacing.Limit > before);
        await SendAsync(2_000, Quick);
        Assert.Equal(BulkPacing.Most, _pacing.Limit);
    }

    [Fact]
    public async Task Slow_answers_let_fewer_go_at_once_and_never_none()
    {
        await SendAsync(100, Quick);
        await SendAsync(400, Slow);
        Assert.Equal(1, _pacing.Limit);
        await SendAsync(400, Quick);
        Assert.True(_pacing.Limit > 8);
    }

    [Fact]
    public async Task A_request_without_an_answer_halves_what_goes_at_once()
    {
        await SendAsync(2_000, Quick);
        _pacing.Leave(await _pacing.EnterAsync("Table.Insert", Stop), isAnswered: false);
        Assert.Equal(BulkPacing.Most / 2, _pacing.Limit);
    }

    [Fact]
    public async Task An_operation_is_compared_with_itself_alone()
    {
        await SendAsync(100, Quick);
        await SendAsync(100, Slow, "Blob.Upload");
        Assert.True(_pacing.Limit > 8);
    }

    [Fact]
    public async Task Who_waits_goes_in_the_order_of_asking_and_who_gives_up_takes_no_turn()
    {
        var first = new List<BulkTurn>();
        while (first.Count < _pacing.Limit)
        {
            first.Add(await _pacing.EnterAsync("Table.Insert", Stop));
        }

        using var impatient = new CancellationTokenSource();
        var (givenUp, waiting) = (_pacing.EnterAsync("Table.Insert", impatient.Token).AsTask(), _pacing.EnterAsync("Table.Insert", Stop).AsTask());
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.False(waiting.IsCompleted);
        _pacing.Leave(first[0], isAnswered: true);
        await waiting;
    }

    private async Task SendAsync(int requests, TimeSpan took, string operation = "Table.Insert")
    {
        for (var i = 0; i < requests; i++)
        {
            var turn = await _pacing.EnterAsync(operation, Stop);
            _time.Advance(took);
            _pacing.Leave(turn, isAnswered: true);
        }
    }
}
