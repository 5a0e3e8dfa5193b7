using Marketplace.Storage;

namespace Marketplace.TestKit;

/// <summary>Options of storage clients for tests that are not about time limits: a slow machine never reaches them.</summary>
public static class PatientStorage
{
    /// <summary>Options of a test's own, to be changed further.</summary>
    public static StorageClientOptions Options() => Wait(new StorageClientOptions());

    /// <summary>Lifts the limits of some options.</summary>
    public static StorageClientOptions Wait(StorageClientOptions options)
    {
        options.TimeLimit = TimeSpan.FromMinutes(5);
        options.TransferTimeLimit = TimeSpan.FromMinutes(5);
        options.Retry.NetworkTimeout = TimeSpan.FromMinutes(4);
        return options;
    }
}
