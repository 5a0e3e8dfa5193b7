namespace Marketplace.TestKit;

/// <summary>How a test's Azurite runs.</summary>
public sealed record AzuriteOptions
{
    /// <summary>
    /// Where it keeps its data; null keeps everything in memory, which is faster and gone after a restart. In a folder, what was acknowledged
    /// survives <see cref="AzuriteServer.KillAsync"/>.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>A PEM certificate file. With it and <see cref="KeyFile"/> Azurite speaks HTTPS and accepts bearer tokens.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The PEM private key file of <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }
}
