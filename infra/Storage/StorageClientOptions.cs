using Azure.Core;
using Azure.Core.Pipeline;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage;

/// <summary>
/// Settings shared by the table, blob and queue clients. The defaults are meant for interactive work: an account that is away
/// shows as an exception within <see cref="TimeLimit"/>, and much sooner when connections are refused.
/// </summary>
public sealed class StorageClientOptions : ClientOptions
{
    /// <summary>Three retries after 100 ms, doubling; five seconds for each attempt; connections shared by the whole process.</summary>
    public StorageClientOptions()
    {
        Retry.MaxRetries = 3;
        Retry.Mode = RetryMode.Exponential;
        Retry.Delay = TimeSpan.FromMilliseconds(100);
        Retry.MaxDelay = TimeSpan.FromSeconds(1);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
        Transport = StorageTransport.Shared;
        Diagnostics.IsDistributedTracingEnabled = false;
    }

    /// <summary>
    /// How long one call may take with all its retries, when no content is moved. When it is over the call fails as an outage.
    /// Default 8 s.
    /// </summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The same for one request that uploads or downloads content (a whole small blob, or one block). Default 60 s.</summary>
    public TimeSpan TransferTimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Counts the requests sent; null counts nothing.</summary>
    public StorageMeter? Meter { get; set; }

    /// <summary>The clock that dates signatures and ends time limits.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Where identifiers of leases and blocks come from, when the caller gives none.</summary>
    public Func<Guid> NewId { get; set; } = StorageIds.Random;
}
