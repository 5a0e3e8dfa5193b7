namespace Marketplace.Search.Tests.Store;

/// <summary>The real clock, set forward: what was written a moment ago is old to whoever reads it.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
