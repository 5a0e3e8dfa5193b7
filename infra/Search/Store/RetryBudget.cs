namespace Marketplace.Search.Store;

/// <summary>How long one call waits for its turn to write, and when it takes another writer for dead.</summary>
internal sealed class RetryBudget(IndexStoreOptions options, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private int _losses;

    /// <summary>
    /// Without a commit for this long, the holder of the lease is taken for dead. Grows with each loss: two slow writers do not break each other's lease for
    /// ever.
    /// </summary>
    public TimeSpan PresumedDeadAfter => options.PresumedDeadAfter * Math.Pow(2, _losses);

    /// <summary>Another writer came first.</summary>
    /// <exception cref="IndexBusyException">Too often.</exception>
    public void Lost()
    {
        _losses++;
        Check();
    }

    /// <exception cref="IndexBusyException">It waited long enough.</exception>
    public void Check()
    {
        if (time.GetElapsedTime(_began) > options.WriterPatience)
        {
            throw Exhausted();
        }
    }

    public IndexBusyException Exhausted() => new($"Other writers kept the index busy for {options.WriterPatience.TotalSeconds:0.#} s.");
}
