using System.Diagnostics;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>What ./run tells a newcomer to try.</summary>
public sealed class WalkthroughTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_walkthrough_goes_its_whole_way_and_can_be_gone_again()
    {
        await using var instance = await MarketplaceInstance.StartAsync(Stop);
        await WalkAsync(instance);
        await WalkAsync(instance);
        Assert.Equal(2, await instance.TotalAsync("&kind=product"));
    }

    private static async Task WalkAsync(MarketplaceInstance instance)
    {
        string[] addresses = [instance.Address.GetLeftPart(UriPartial.Authority), instance.Issuer.GetLeftPart(UriPartial.Authority)];
        using var walk = Process.Start(
            new ProcessStartInfo(RepoRoot.Combine("docs", "walkthrough.sh"), addresses) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaints = walk.StandardError.ReadToEndAsync(Stop);
        var told = await walk.StandardOutput.ReadToEndAsync(Stop);
        await walk.WaitForExitAsync(Stop);
        Assert.True(walk.ExitCode == 0, $"{told}\n{await complaints}");
        Assert.Contains(" publish\n", told, StringComparison.Ordinal);
    }
}
