using System.Net.Sockets;

namespace Marketplace.LocalHost.Handler;

/// <summary>Asks GET / every 25 ms; any HTTP answer means ready, only a refused connection means wait (contract §1).</summary>
internal static class ReadinessProbe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether the handler answered before it exited and before the token was cancelled.</summary>
    public static async Task<bool> IsReadyAsync(HandlerProcess process, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        while (!IsGone(process))
        {
            try
            {
                using var answer = await client.GetAsync(process.Address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return true;
            }
            catch (HttpRequestException exception) when (exception.InnerException is not SocketException)
            {
                // Something listens, if badly: the host takes that for ready as well.
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Interval, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }

        return false;
    }

    // The host overlooks exit code 0 and waits its time out.
    private static bool IsGone(HandlerProcess process) => process.HasExited && process.ExitCode != 0;
}
