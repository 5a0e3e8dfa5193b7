using System.Text.Json;

namespace Marketplace.SampleHandler;

/// <summary>What happened, on disk: it outlives the process. One line an entry: kind, a blank, JSON text.</summary>
internal static class Journal
{
    private static readonly Lock Gate = new();
    private static readonly string? Path = Environment.GetEnvironmentVariable("SAMPLE_JOURNAL");

    public static void Append(string kind, string text)
    {
        if (Path is null)
        {
            return;
        }

        lock (Gate)
        {
            File.AppendAllText(Path, $"{kind} {JsonSerializer.Serialize(text)}\n");
        }
    }
}
