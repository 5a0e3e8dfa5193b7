using System.Text;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>The distinct completions of a segment, by their folded text, and the documents that carry each.</summary>
internal sealed class CompletionTable
{
    /// <summary>Stands after every folded text in the image, so that no match runs from one into the next. It is a noncharacter.</summary>
    public const char End = '\uFFFF';

    private readonly Dictionary<(string Text, string Type), List<ushort>> _documents = [];

    public void Add(string text, string type, int ordinal)
    {
        if (!_documents.TryGetValue((text, type), out var carriers))
        {
            _documents.Add((text, type), carriers = []);
        }

        if (carriers.Count == 0 || carriers[^1] != ordinal)
        {
            carriers.Add((ushort)ordinal);
        }
    }

    public void Write(ImageWriter image)
    {
        var rows = _documents
            .Select(pair => (Key: NameOrder.Fold(pair.Key.Text).Replace(End, '\uFFFD'), pair.Key.Text, pair.Key.Type, Carriers: pair.Value))
            .Where(row => row.Key.Length > 0)
            .ToArray();
        Array.Sort(rows, (a, b) => string.CompareOrdinal(a.Key, b.Key) is not 0 and var byKey ? byKey
            : string.CompareOrdinal(a.Type, b.Type) is not 0 and var byType ? byType
            : string.CompareOrdinal(a.Text, b.Text));
        var typeNames = rows.Select(row => row.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

        var (keys, texts, types, names, carriers) =
            (new EntryHeap<char>(), new EntryHeap<byte>(), new Heap<ushort>(), new EntryHeap<byte>(), new EntryHeap<ushort>());
        foreach (var name in typeNames)
        {
            names.Add(Encoding.UTF8.GetBytes(name));
        }

        foreach (var row in rows)
        {
            keys.Values.Add(row.Key);
            keys.Add([End]);
            texts.Add(Encoding.UTF8.GetBytes(row.Text));
            types.Add((ushort)Array.BinarySearch(typeNames, row.Type, StringComparer.Ordinal));
            row.Carriers.Sort();
            carriers.Add(row.Carriers.ToArray());
        }

        image.Add(Section.CompletionKeys, keys.Values.Items);
        image.Add(Section.CompletionKeyEnds, keys.Ends.Items);
        image.Add(Section.CompletionTexts, texts.Values.Items);
        image.Add(Section.CompletionTextEnds, texts.Ends.Items);
        image.Add(Section.CompletionTypes, types.Items);
        image.Add(Section.CompletionTypeNames, names.Values.Items);
        image.Add(Section.CompletionTypeNameEnds, names.Ends.Items);
        image.Add(Section.CompletionDocuments, carriers.Values.Items);
        image.Add(Section.CompletionDocumentEnds, carriers.Ends.Items);
    }
}
