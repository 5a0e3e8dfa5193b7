using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Checks;

/// <summary>One automatic check of a submission (自动检查). It changes nothing, so that it may run again at any time.</summary>
internal interface ICheck
{
    /// <summary>Stable name, as <c>checkUnavailable</c> tells it.</summary>
    string Name { get; }

    /// <summary>How long it may take; after that it counts as unavailable.</summary>
    TimeSpan Deadline { get; }

    Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken);
}
