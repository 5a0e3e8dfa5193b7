using System.Globalization;

namespace Marketplace.Audit.Index;

/// <summary>What the index knows of an entry: enough to find it, never what it says.</summary>
/// <param name="Link">The entry.</param>
/// <param name="At">When it happened.</param>
/// <param name="Action">What was done.</param>
/// <param name="Actor">Pseudonym of whoever did it; empty once erased.</param>
public sealed record AuditPosting(AuditLink Link, DateTimeOffset At, string Action, string Actor)
{
    /// <summary>Where the posting stands among others: newest first; of the same instant, in an order that never changes.</summary>
    public string Key { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{KeyAt(At.UtcTicks)}-{AuditChain.Digest(Link.Chain).AsSpan(0, 16)}-{999_999_999_999 - Link.Sequence:D12}");

    /// <summary>How the keys of everything at an instant begin; greater for earlier instants.</summary>
    internal static string KeyAt(long utcTicks) => (long.MaxValue - Math.Max(0, utcTicks)).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>As a line of a page.</summary>
    public string ToLine() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks} {Link.Sequence} {Action} {(Actor.Length == 0 ? "-" : Actor)} {Link.Chain}");

    /// <summary>Reads a line of a page.</summary>
    /// <exception cref="FormatException">The line is none.</exception>
    public static AuditPosting Parse(string line) => line.Split(' ', 5) is [var at, var sequence, var action, var actor, var chain]
        ? new AuditPosting(
            new AuditLink(chain, long.Parse(sequence, CultureInfo.InvariantCulture)),
            new DateTimeOffset(long.Parse(at, CultureInfo.InvariantCulture), TimeSpan.Zero),
            action,
            actor == "-" ? "" : actor)
        : throw new FormatException("The line is no posting.");
}
