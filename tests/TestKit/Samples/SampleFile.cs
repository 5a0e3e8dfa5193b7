namespace Marketplace.TestKit.Samples;

/// <summary>A small file to attach.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Bytes">Its content.</param>
public sealed record SampleFile(string Name, string Type, byte[] Bytes)
{
    /// <summary>A picture of one pixel.</summary>
    public static SampleFile Picture { get; } = new("界面.png", "image/png", Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));

    /// <summary>The test file that every scanner knows, under a harmless name; put together here, so that no scanner finds it in the repository.</summary>
    public static SampleFile Malware { get; } =
        new("说明.pdf", "application/pdf", [.. "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-"u8, .. "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"u8]);
}
