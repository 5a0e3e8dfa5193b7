namespace Marketplace.Hosting.Limits;

/// <summary>Counts what runs at once; does not queue, since a queue only delays the refusal.</summary>
internal sealed class ConcurrencyLimit(int limit)
{
    private int _running;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _running) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _running);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _running);
}
