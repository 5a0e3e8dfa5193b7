namespace Marketplace.Search.Store;

/// <summary>
/// What a change does to the index, given what the index knows of the entry. Versions decide, so that neither repetition nor delay can do harm.
/// </summary>
internal static class ChangeRules
{
    /// <summary>Decides on a change that may be late: a version up to the one indexed or deleted is ignored.</summary>
    /// <param name="change">The change.</param>
    /// <param name="indexed">The version that can be found; null if none.</param>
    /// <param name="deleted">The version of the latest deletion remembered; null if none.</param>
    public static ChangeEffect ForReported(IndexChange change, long? indexed, long? deleted) => change switch
    {
        Upsert => change.Version <= indexed || change.Version <= deleted ? ChangeEffect.Nothing : ChangeEffect.Index,
        _ when indexed is not null => change.Version < indexed ? ChangeEffect.Nothing : ChangeEffect.Remove,
        _ => change.Version <= deleted ? ChangeEffect.Nothing : ChangeEffect.Remember,
    };

    /// <summary>Decides on a change read while nobody else could write: it is the entry's state, even if its version is lower than what was indexed.</summary>
    /// <param name="change">The entry's state; null if it exists no more.</param>
    /// <param name="indexed">The version that can be found; null if none.</param>
    /// <param name="deleted">The version of the latest deletion remembered; null if none.</param>
    public static ChangeEffect ForCurrent(IndexChange? change, long? indexed, long? deleted) => change switch
    {
        Upsert => change.Version == indexed ? ChangeEffect.Nothing : ChangeEffect.Index,
        _ when indexed is not null => ChangeEffect.Remove,
        null => ChangeEffect.Nothing,
        _ => change.Version <= deleted ? ChangeEffect.Nothing : ChangeEffect.Remember,
    };

    /// <summary>Of two reported changes of one entry, the one that counts: the later version, and a deletion before an upsert of the same version.</summary>
    public static IndexChange Later(IndexChange one, IndexChange other) =>
        one.Version != other.Version ? (one.Version > other.Version ? one : other) : one is Delete ? one : other;
}

/// <summary>What a change does to the index.</summary>
internal enum ChangeEffect
{
    /// <summary>The index has it, or something later.</summary>
    Nothing,

    /// <summary>The document takes the place of whatever is indexed.</summary>
    Index,

    /// <summary>The indexed document goes, and the deletion is remembered.</summary>
    Remove,

    /// <summary>There is nothing to remove, but an older upsert may come yet: the deletion is remembered.</summary>
    Remember,
}
