using System.Collections.Concurrent;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>A check that a test can hold while it runs, so that something else happens meanwhile.</summary>
internal sealed class HeldCheck : ICheck
{
    private readonly ConcurrentDictionary<string, Hold> _holds = new();

    public string Name => "held";

    public TimeSpan Deadline => TimeSpan.FromMinutes(1);

    /// <summary>Holds the next run for an entry.</summary>
    public Hold Next(string listingId) => _holds[listingId] = new Hold();

    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        if (!_holds.TryRemove(subject.ListingId, out var hold))
        {
            return [];
        }

        hold.Begun.SetResult();
        await hold.Released.Task.WaitAsync(cancellationToken);
        return [];
    }

    /// <summary>One run that is held.</summary>
    internal sealed class Hold
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
