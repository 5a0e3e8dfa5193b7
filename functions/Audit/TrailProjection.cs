using Marketplace.Audit;
using Marketplace.Audit.Index;
using Marketplace.Functions.Events;

namespace Marketplace.Functions.Audit;

/// <summary>The index of the audit trail, over every aggregate.</summary>
internal sealed class TrailProjection(AuditProjection projection) : IProjection
{
    public const string ProjectionName = "audit";

    public string Name => ProjectionName;

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => projection.CatchUpAsync(chains, cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => projection.RebuildAsync(chains, cancellationToken);
}
