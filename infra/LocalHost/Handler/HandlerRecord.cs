using System.Diagnostics;
using System.Globalization;

namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Remembers the running handler on disk, so that the next start can end one that outlived LocalHost. A process counts as that one only if its start time matches.
/// </summary>
internal sealed class HandlerRecord(string? dataFolder)
{
    // Linux derives a start time from the boot time, which may wobble a little between two readings.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly string? _file = dataFolder is null ? null : Path.Combine(dataFolder, "handler.pid");

    public void Write(HandlerProcess process)
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime():O}"));
        }
        catch (InvalidOperationException)
        {
            // Already gone: nothing to remember.
        }
    }

    public void Clear()
    {
        if (_file is not null)
        {
            File.Delete(_file);
        }
    }

    /// <summary>Kills a handler left over by an earlier run; gives its process id, or null if there was none.</summary>
    public int? KillLeftover()
    {
        if (_file is null || !File.Exists(_file))
        {
            return null;
        }

        var killed = Parse(File.ReadAllText(_file)) is var (id, started) ? KillIfSame(id, started) : null;
        File.Delete(_file);
        return killed;
    }

    private static (int Id, DateTime Started)? Parse(string text) =>
        text.Split(' ') is [var id, var started]
        && int.TryParse(id, CultureInfo.InvariantCulture, out var number)
        && DateTime.TryParse(started, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? (number, time)
            : null;

    private static int? KillIfSame(int id, DateTime started)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            if ((process.StartTime.ToUniversalTime() - started).Duration() > Tolerance)
            {
                return null;
            }

            process.Kill(entireProcessTree: true);
            return id;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // No such process, or no longer, or somebody else's.
            return null;
        }
    }
}
