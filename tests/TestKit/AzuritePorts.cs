namespace Marketplace.TestKit;

/// <summary>The ports of Azurite's three services.</summary>
public sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    /// <summary>Lets the system choose three free ports.</summary>
    public static AzuritePorts Any { get; } = new(0, 0, 0);
}
