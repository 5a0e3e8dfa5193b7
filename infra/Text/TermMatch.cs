namespace Marketplace.Text;

/// <summary>A place where a term stands in a text.</summary>
/// <param name="Term">Which term, by its place in the matcher's list.</param>
/// <param name="First">First unit of the text.</param>
/// <param name="Last">Last unit.</param>
/// <param name="IsBroken">Whether blanks or signs stand between its characters.</param>
/// <param name="IsWhole">Whether it begins and ends where Latin words and numbers do, instead of within one.</param>
public readonly record struct TermMatch(int Term, int First, int Last, bool IsBroken, bool IsWhole);

/// <summary>All matches in a text, in the order of their ends.</summary>
/// <param name="Matches">The matches, overlapping ones included.</param>
/// <param name="Steps">Moves of the automaton it took: at most twice the units and one for each match.</param>
public sealed record TermScan(IReadOnlyList<TermMatch> Matches, long Steps);
