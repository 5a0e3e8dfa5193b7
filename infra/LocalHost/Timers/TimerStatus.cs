namespace Marketplace.LocalHost.Timers;

/// <summary>What is kept of a timer between runs of the host (contract §12). A default time means never.</summary>
internal sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);
