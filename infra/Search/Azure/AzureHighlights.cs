namespace Marketplace.Search.Azure;

/// <summary>Turns the service's marked passages into plain text with ranges.</summary>
internal static class AzureHighlights
{
    // Private-use characters: they mean nothing in a text.
    public const char Before = '\uE000';
    public const char After = '\uE001';

    public static Highlights? Of(string name, IDictionary<string, IList<string>>? passages)
    {
        var inName = passages is not null && passages.TryGetValue(AzureFields.Name, out var names) ? Within(name, names[0]) : null;
        var inText = First(passages, AzureFields.Summary) ?? First(passages, AzureFields.Body);
        return inName is null && inText is null ? null : new Highlights(inName, inText);
    }

    /// <summary>A marked passage as text and ranges.</summary>
    public static HighlightedText Parse(string passage)
    {
        var text = new System.Text.StringBuilder(passage.Length);
        var matches = new List<TextRange>();
        var start = -1;
        foreach (var c in passage)
        {
            if (c == Before)
            {
                start = text.Length;
            }
            else if (c != After)
            {
                text.Append(c);
            }
            else if (start >= 0)
            {
                Add(matches, start, text.Length);
                start = -1;
            }
        }

        return new HighlightedText(text.ToString(), matches);
    }

    // Pairs overlap, so the service marks 一网 and 通办 of 一网通办 one by one: they become one range.
    private static void Add(List<TextRange> matches, int start, int end)
    {
        if (matches.Count > 0 && matches[^1].Start + matches[^1].Length == start)
        {
            matches[^1] = new TextRange(matches[^1].Start, end - matches[^1].Start);
        }
        else
        {
            matches.Add(new TextRange(start, end - start));
        }
    }

    private static HighlightedText? First(IDictionary<string, IList<string>>? passages, string field) =>
        passages is not null && passages.TryGetValue(field, out var found) && found.Count > 0 ? Parse(found[0]) : null;

    // A passage of a long name is a part of it.
    private static HighlightedText? Within(string name, string passage)
    {
        var part = Parse(passage);
        var offset = name.IndexOf(part.Text, StringComparison.Ordinal);
        return offset < 0 ? part : new HighlightedText(name, [.. part.Matches.Select(match => match with { Start = match.Start + offset })]);
    }
}
