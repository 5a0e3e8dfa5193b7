namespace Marketplace.Search.Analysis;

/// <summary>What part a term has in a query.</summary>
internal enum TermRole : byte
{
    /// <summary>Required, until the query is relaxed; then each one found counts.</summary>
    Word,

    /// <summary>Part of a phrase: required always.</summary>
    Phrase,

    /// <summary>A pair across two neighbouring words: adds to the score where they are neighbours in the document too.</summary>
    Neighbours,

    /// <summary>A single character of a longer word: adds to the score once the query is relaxed.</summary>
    Character,

    /// <summary>The whole query as a document's name.</summary>
    Name,
}

/// <summary>A term of a query.</summary>
internal readonly record struct QueryTerm(ulong Key, TermRole Role);

/// <summary>What excludes a document: all terms together, and as a phrase if <paramref name="Phrase"/> says so.</summary>
internal sealed record Exclusion(ulong[] Keys, PhrasePattern? Phrase);

/// <summary>A query as terms. The terms depend on the text alone, so that a later page of the same query finds them in the same order.</summary>
internal sealed record ParsedQuery(QueryTerm[] Terms, PhrasePattern[] Phrases, Exclusion[] Exclusions)
{
    /// <summary>Whether anything has to be matched; if not, everything that is not excluded is.</summary>
    public bool HasText { get; } = Terms.Any(term => term.Role is TermRole.Word or TermRole.Phrase);

    public int Words { get; } = Terms.Count(term => term.Role == TermRole.Word);

    public bool HasPhrases { get; } = Terms.Any(term => term.Role == TermRole.Phrase);
}
