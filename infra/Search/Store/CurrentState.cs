namespace Marketplace.Search.Store;

/// <summary>Reads entries' state through <see cref="LoadChanges"/>, a batch at a time.</summary>
internal static class CurrentState
{
    /// <summary>Reads entries.</summary>
    /// <returns>The state of every id asked for; null for those that exist no more.</returns>
    public static async Task<IReadOnlyDictionary<string, IndexChange?>> ReadAsync(
        IEnumerable<string> ids, LoadChanges load, int batch, CancellationToken cancellationToken)
    {
        var state = ids.Distinct(StringComparer.Ordinal).ToDictionary(id => id, _ => (IndexChange?)null, StringComparer.Ordinal);
        foreach (var wanted in state.Keys.ToList().Chunk(batch))
        {
            foreach (var change in await load(wanted, cancellationToken))
            {
                if (state.ContainsKey(change.Id))
                {
                    state[change.Id] = change;
                }
            }
        }

        return state;
    }
}
