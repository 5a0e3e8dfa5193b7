namespace Marketplace.Search.Analysis;

/// <summary>Takes the parts of a query as they are read.</summary>
internal interface IQueryParts
{
    /// <summary>Text without white space outside quotes.</summary>
    void AddWords(ReadOnlySpan<char> text, bool excluded);

    /// <summary>Text inside quotes.</summary>
    void AddPhrase(ReadOnlySpan<char> text, bool excluded);
}
