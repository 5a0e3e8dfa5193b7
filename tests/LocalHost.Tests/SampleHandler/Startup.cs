using System.Globalization;

namespace Marketplace.SampleHandler;

/// <summary>How the handler starts: SAMPLE_START says what goes wrong; a "once" variant only for the first process of a journal.</summary>
internal static class Startup
{
    public static int Port => int.Parse(Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT")!, CultureInfo.InvariantCulture);

    /// <summary>The exit code to end with, or null to go on.</summary>
    public static async Task<int?> MisbehaveAsync()
    {
        Journal.Append("start", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        switch (Environment.GetEnvironmentVariable("SAMPLE_START"))
        {
            case "crash":
                await Console.Error.WriteLineAsync("no such configuration");
                return 7;
            case "deaf":
                await Task.Delay(Timeout.Infinite);
                return 7;
            case "slow":
                while (!File.Exists(Environment.GetEnvironmentVariable("SAMPLE_GATE")!))
                {
                    await Task.Delay(10);
                }

                return null;
            default:
                return null;
        }
    }
}
