namespace Marketplace.Hosting.Bodies;

/// <summary>A converter that can say what it reads, so that a refusal can.</summary>
public interface IAcceptedValues
{
    /// <summary>An example, or all there is, in no natural language.</summary>
    string Accepted { get; }
}
