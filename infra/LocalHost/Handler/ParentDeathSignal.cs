using System.Diagnostics;

namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Lets the kernel kill the handler when LocalHost dies without a chance to do it: through setpriv of util-linux, which becomes the handler
/// itself by exec. Where setpriv is missing, a handler left over is found and killed at the next start (<see cref="HandlerRecord"/>).
/// </summary>
internal static class ParentDeathSignal
{
    private const string Tool = "setpriv";
    private static readonly string[] Options = ["--pdeathsig", "KILL", "--"];
    private static readonly Lazy<bool> Supported = new(IsSupported);

    /// <summary>Puts the tool before a command line, where it works.</summary>
    public static (string FileName, string Arguments) Wrap(string fileName, string arguments) =>
        Supported.Value ? (Tool, $"{string.Join(' ', Options)} \"{fileName}\" {arguments}") : (fileName, arguments);

    private static bool IsSupported()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // Other programs of that name (BusyBox) lack the option: a trial tells.
            using var trial = Process.Start(new ProcessStartInfo(Tool, [.. Options, "true"]) { RedirectStandardError = true });
            return trial is not null && trial.WaitForExit(TimeSpan.FromSeconds(5)) && trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
