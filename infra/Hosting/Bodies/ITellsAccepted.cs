namespace Marketplace.Hosting;

/// <summary>A converter that can say what it reads, so that a refusal can.</summary>
public interface ITellsAccepted
{
    /// <summary>An example, or all there is, in no natural language.</summary>
    string Accepted { get; }
}
