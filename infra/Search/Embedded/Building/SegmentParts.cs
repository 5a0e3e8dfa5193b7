using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>All of a segment but its terms, gathered document by document.</summary>
internal sealed class SegmentParts
{
    private readonly SortedDictionary<string, KeywordColumn> _keywords = new(StringComparer.Ordinal);
    private readonly CompletionTable _completions = new();

    public DocumentColumns Columns { get; } = new();

    public KeywordColumn Keyword(string name)
    {
        if (!_keywords.TryGetValue(name, out var column))
        {
            if (_keywords.Count == ImageFormat.MaxFields)
            {
                throw new ArgumentException($"A segment has at most {ImageFormat.MaxFields} keyword fields.");
            }

            _keywords.Add(name, column = new KeywordColumn());
        }

        return column;
    }

    public void AddCompletion(string text, string type, int ordinal) => _completions.Add(text, type, ordinal);

    public byte[] Finish(ImageWriter image)
    {
        Columns.Write(image);
        _completions.Write(image);
        var field = 0;
        foreach (var (name, column) in _keywords)
        {
            column.Write(image, name, field++, Columns.Count);
        }

        return image.Finish(Columns.Count, Columns.SumOfLengths);
    }
}
