namespace Marketplace.Search.Store;

/// <summary>A rebuild may not put its result in place: another one began after it, or it took too long. The index in use is as it was.</summary>
/// <param name="message">Which of the two.</param>
public sealed class RebuildSupersededException(string message) : Exception(message)
{
    /// <summary>Whether another rebuild that began later is under way, so that this one need not be repeated.</summary>
    public bool IsByLater { get; init; }
}
