using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;

namespace Marketplace.Audit.Anchors;

/// <summary>
/// Compares chains, in order, with what an anchor recorded of them: each anchored head must still lie on its chain. Finds what a
/// check of the chains alone cannot: a chain cut off at the end, dropped, or rewritten from some entry on with hashes that fit.
/// </summary>
/// <param name="leaves">The anchored heads in order of their chains.</param>
/// <param name="isComplete">Whether every anchored chain is expected, so that one that does not come was dropped.</param>
public sealed class AnchorCheck(IAsyncEnumerable<AnchorLeaf> leaves, bool isComplete) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<AnchorLeaf> _leaves = leaves.GetAsyncEnumerator();
    private AnchorLeaf? _leaf;
    private bool _isBegun;
    private bool _isMet;

    /// <summary>Begins the next chain; tells of an anchored one that should have come before it, and of the next when called again.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="checkedUpTo">Place up to which an earlier check came; what is anchored before it is taken as met.</param>
    public async ValueTask<BrokenLink?> BeginAsync(string chain, long checkedUpTo = 0)
    {
        if (!_isBegun)
        {
            await AdvanceAsync();
        }

        while (_leaf is { } leaf && string.CompareOrdinal(leaf.Chain, chain) < 0)
        {
            await AdvanceAsync();
            if (isComplete)
            {
                return Broken(leaf);
            }
        }

        _isMet = _leaf?.Chain != chain || _leaf.Sequence <= checkedUpTo;
        return null;
    }

    /// <summary>An entry of the chain that was begun.</summary>
    public BrokenLink? Next(ChainHead head)
    {
        if (_isMet || _leaf!.Sequence != head.Sequence)
        {
            return null;
        }

        _isMet = true;
        return _leaf.Hash == head.Hash ? null : Broken(_leaf);
    }

    /// <summary>The end of the chain that was begun.</summary>
    public async ValueTask<BrokenLink?> EndChainAsync(string chain)
    {
        var missing = _isMet ? null : Broken(_leaf!);
        if (_leaf?.Chain == chain)
        {
            await AdvanceAsync();
        }

        return missing;
    }

    /// <summary>The end of all chains; tells of an anchored one that should have come, and of the next when called again.</summary>
    public async ValueTask<BrokenLink?> EndAsync()
    {
        if (!_isBegun)
        {
            await AdvanceAsync();
        }

        if (!isComplete || _leaf is not { } missing)
        {
            return null;
        }

        await AdvanceAsync();
        return Broken(missing);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _leaves.DisposeAsync();

    private async ValueTask AdvanceAsync()
    {
        _isBegun = true;
        _leaf = await _leaves.MoveNextAsync() ? _leaves.Current : null;
    }

    private static BrokenLink Broken(AnchorLeaf leaf) => new(leaf.Chain, leaf.Sequence, BreakReason.NotAsAnchored);
}
