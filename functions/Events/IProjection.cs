namespace Marketplace.Functions.Events;

/// <summary>
/// A view over many aggregates, made from their present state, so that neither the order nor the number of calls matters and a rebuild
/// ends at the same view. Projections run side by side.
/// </summary>
internal interface IProjection
{
    /// <summary>Stable name, as operators ask for a rebuild.</summary>
    string Name { get; }

    /// <summary>Brings the view in step with some aggregates.</summary>
    /// <param name="chains">Names of the aggregates' audit chains; those of other aggregates are passed over.</param>
    /// <param name="cancellationToken">Stops; a repetition goes on.</param>
    Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken);

    /// <summary>The same, whatever the view holds of them.</summary>
    Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken);
}
