namespace Marketplace.Files.Scanning;

/// <summary>What a scanner says.</summary>
public enum ScanOutcome
{
    /// <summary>It knows nothing against the file.</summary>
    Clean,

    /// <summary>It knows the file as malware.</summary>
    Infected,

    /// <summary>It takes no file of that size: its settings have to be changed (<c>StreamMaxLength</c>).</summary>
    TooLarge,

    /// <summary>It is away, too slow, or does not answer as it should: ask again later.</summary>
    Unavailable,
}

/// <summary>A scanner's verdict.</summary>
/// <param name="Outcome">What it says.</param>
/// <param name="Detail">The signature's name, or why there is no verdict; empty for a clean file.</param>
public sealed record ScanVerdict(ScanOutcome Outcome, string Detail = "");
