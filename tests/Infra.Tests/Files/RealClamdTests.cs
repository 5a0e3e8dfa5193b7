using Marketplace.Files.Scanning;

namespace Marketplace.Infra.Tests.Files;

/// <summary>A real clamd with signatures of this test's own, where one is installed.</summary>
public sealed class RealClamdTests(RealClamd clamd) : IClassFixture<RealClamd>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unix")]
    [InlineData("tcp")]
    public async Task It_finds_what_its_signatures_know_and_nothing_else(string transport)
    {
        Assert.SkipWhen(RealClamd.IsMissing, RealClamd.HowToInstall);
        var scanner = clamd.Scanner(transport);

        Assert.Equal(new ScanVerdict(ScanOutcome.Clean), await scanner.ScanAsync(new MemoryStream(Samples.Pdf), Stop));
        Assert.Equal(new ScanVerdict(ScanOutcome.Infected, "Marketplace.Test.UNOFFICIAL"), await scanner.ScanAsync(new MemoryStream(RealClamd.Malware), Stop));
        Assert.Equal(ScanOutcome.Infected, (await scanner.ScanAsync(new MemoryStream(Samples.Zip(("a.bin", RealClamd.Malware))), Stop)).Outcome);
    }

    [Fact]
    public async Task It_says_when_a_file_is_too_large_for_its_settings()
    {
        Assert.SkipWhen(RealClamd.IsMissing, RealClamd.HowToInstall);

        var verdict = await clamd.Scanner("unix").ScanAsync(new MemoryStream(new byte[3 * 1024 * 1024]), Stop);

        // It closes while the file is still being sent, so that its answer may be lost; then it counts as away. It is never taken for clean.
        Assert.Contains(verdict.Outcome, new[] { ScanOutcome.TooLarge, ScanOutcome.Unavailable });
    }
}
