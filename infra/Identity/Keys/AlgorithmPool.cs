using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Marketplace.Identity.Keys;

/// <summary>
/// Instances of one key, each used by one thread at a time, since .NET promises thread safety for no instance member of
/// these classes. Grows to the number of verifications that ran at once, and is dropped with its key.
/// </summary>
internal sealed class AlgorithmPool<T>
    where T : AsymmetricAlgorithm
{
    private readonly ConcurrentQueue<T> _idle = new();
    private readonly Func<T> _create;

    public AlgorithmPool(Func<T> create)
    {
        _create = create;
        // One at once, so that a key that cannot be imported fails here.
        _idle.Enqueue(create());
    }

    public T Rent() => _idle.TryDequeue(out var instance) ? instance : _create();

    public void Return(T instance) => _idle.Enqueue(instance);
}
