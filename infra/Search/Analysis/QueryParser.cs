namespace Marketplace.Search.Analysis;

/// <summary>Reads what a person typed. There is no wrong input: what makes no sense as an operator is text or nothing.</summary>
internal static class QueryParser
{
    public const int MaxLength = 1000;
    public const int MaxTerms = 64;

    // Any of the first kind closes any other of it, as people and input methods mix them.
    private const string Quotes = "\"＂“”„‟〝〞〟";
    private const string Minuses = "-－−";

    public static ParsedQuery Parse(string? text)
    {
        var query = new ParsedQueryBuilder();
        query.AddName(Cut(text));
        Read(text, query);
        return query.Finish();
    }

    /// <summary>Splits what was typed into words and phrases, in order.</summary>
    public static void Read(string? text, IQueryParts query)
    {
        var rest = Cut(text);
        while (!(rest = rest.TrimStart()).IsEmpty)
        {
            var excluded = rest.Length > 1 && Minuses.Contains(rest[0], StringComparison.Ordinal) && !char.IsWhiteSpace(rest[1]);
            if (excluded)
            {
                rest = rest[1..];
            }

            if (CloserOf(rest[0]) is { } closers && rest[1..].IndexOfAny(closers) is >= 0 and var length)
            {
                query.AddPhrase(rest.Slice(1, length), excluded);
                rest = rest[(length + 2)..];
                continue;
            }

            var end = 1;
            while (end < rest.Length && !char.IsWhiteSpace(rest[end]) && CloserOf(rest[end]) is null)
            {
                end++;
            }

            query.AddWords(rest[..end], excluded);
            rest = rest[end..];
        }
    }

    private static ReadOnlySpan<char> Cut(string? text) =>
        text is not { Length: > MaxLength } ? text : text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength);

    private static string? CloserOf(char c) => c switch
    {
        '「' => "」",
        '『' => "』",
        _ => Quotes.Contains(c, StringComparison.Ordinal) ? Quotes : null,
    };
}
