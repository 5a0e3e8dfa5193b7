using Marketplace.Files.Scanning;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Files;

/// <summary>The protocol, against a peer that follows a script.</summary>
public sealed class ClamdScannerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_sent_in_chunks_with_their_lengths_and_an_empty_one_at_the_end()
    {
        await using var peer = ClamdPeer.Start(static (_, _) => "stream: OK\0");
        var file = new byte[150_000];
        new Random(3).NextBytes(file);

        Assert.Equal(new ScanVerdict(ScanOutcome.Clean), await Scanner(peer).ScanAsync(new MemoryStream(file), Stop));
        Assert.Equal("zINSTREAM\0", peer.Command);
        Assert.Equal(file, peer.Received);
    }

    [Theory]
    [InlineData("stream: OK\0", ScanOutcome.Clean, "")]
    [InlineData("stream: Eicar-Test-Signature FOUND\0", ScanOutcome.Infected, "Eicar-Test-Signature")]
    [InlineData("stream: A B.C FOUND\0", ScanOutcome.Infected, "A B.C")]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", ScanOutcome.TooLarge, "INSTREAM size limit exceeded. ERROR")]
    [InlineData("stream: Can't allocate memory ERROR\0", ScanOutcome.Unavailable, "stream: Can't allocate memory ERROR")]
    [InlineData("UNKNOWN COMMAND\0", ScanOutcome.Unavailable, "UNKNOWN COMMAND")]
    [InlineData("stream: FOUND\0", ScanOutcome.Unavailable, "stream: FOUND")]
    [InlineData("stream: OK", ScanOutcome.Unavailable, "no answer")]
    [InlineData("", ScanOutcome.Unavailable, "no answer")]
    public async Task An_answer_is_a_verdict(string answer, ScanOutcome outcome, string detail)
    {
        await using var peer = ClamdPeer.Start((_, _) => answer);

        Assert.Equal(new ScanVerdict(outcome, detail), await Scanner(peer).ScanAsync(new MemoryStream([1, 2, 3]), Stop));
    }

    [Fact]
    public async Task A_scanner_that_never_answers_is_unavailable()
    {
        await using var peer = ClamdPeer.Start(static (_, _) => null);

        Assert.Equal(new ScanVerdict(ScanOutcome.Unavailable, "timeout"), await Scanner(peer, TimeSpan.FromMilliseconds(100))
            .ScanAsync(new MemoryStream([1]), Stop));
    }

    [Fact]
    public async Task A_scanner_that_has_heard_enough_is_believed_or_unavailable()
    {
        await using var peer = ClamdPeer.Start(static (_, received) =>
            received.Length > 0 ? "INSTREAM size limit exceeded. ERROR\0" : null, answersEarly: true);

        var verdict = await Scanner(peer).ScanAsync(new MemoryStream(new byte[20_000_000]), Stop);

        Assert.Contains(verdict.Outcome, new[] { ScanOutcome.TooLarge, ScanOutcome.Unavailable });
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        var port = 0;
        await using (var peer = ClamdPeer.Start(static (_, _) => null))
        {
            port = peer.Port;
        }

        Assert.Equal(ScanOutcome.Unavailable, (await Scanner($"tcp://127.0.0.1:{port}").ScanAsync(Stream.Null, Stop)).Outcome);
        Assert.Equal(ScanOutcome.Unavailable, (await Scanner("unix:/nowhere/clamd.ctl").ScanAsync(Stream.Null, Stop)).Outcome);
        Assert.Equal(ScanOutcome.Unavailable, (await Scanner("tcp://nowhere.invalid:3310").ScanAsync(Stream.Null, Stop)).Outcome);
    }

    [Fact]
    public async Task A_caller_who_stops_is_obeyed_and_a_broken_file_is_not_the_scanners_fault()
    {
        await using var peer = ClamdPeer.Start(static (_, _) => null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scanner(peer).ScanAsync(Stream.Null, new CancellationToken(canceled: true)));
        await Assert.ThrowsAsync<IOException>(() => Scanner(peer).ScanAsync(new BrokenStream(), Stop));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:3310", true)]
    [InlineData("tcp://scanner.example:3310", true)]
    [InlineData("tcp://[::1]:3310", true)]
    [InlineData("unix:/run/clamav/clamd.ctl", true)]
    [InlineData("unix:clamd.ctl", false)]
    [InlineData("unix:", false)]
    [InlineData("tcp://127.0.0.1", false)]
    [InlineData("tcp://127.0.0.1:3310/x", false)]
    [InlineData("http://127.0.0.1:3310", false)]
    [InlineData("127.0.0.1:3310", false)]
    [InlineData("", false)]
    public void An_address_is_one_of_two_forms(string text, bool isOne)
    {
        Assert.Equal(isOne, ClamdAddress.TryParse(text, out var address));
        Assert.Equal(isOne ? text : null, address?.ToString());
    }

    private static ClamdScanner Scanner(ClamdPeer peer, TimeSpan? limit = null) => Scanner($"tcp://127.0.0.1:{peer.Port}", limit);

    private static ClamdScanner Scanner(string address, TimeSpan? limit = null) =>
        new(ClamdAddress.TryParse(address, out var parsed) ? parsed : throw new ArgumentException(address, nameof(address)), TimeProvider.System, limit);

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("broken");
    }
}
