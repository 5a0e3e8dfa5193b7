namespace Marketplace.Hosting.Bodies;

/// <summary>A converter that can describe its accepted values, for error messages.</summary>
public interface IAcceptedValues
{
    /// <summary>An example or all values, without words of a natural language.</summary>
    string Accepted { get; }
}
