using System.Text;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>A segment that is being merged, and where each of its documents goes.</summary>
internal sealed class MergeSource
{
    private const int Dropped = -1;

    private readonly int[] _targets;

    public MergeSource(Segment segment, DeleteSet deletes, int firstTarget)
    {
        Segment = segment;
        _targets = new int[segment.Count];
        for (var ordinal = 0; ordinal < _targets.Length; ordinal++)
        {
            _targets[ordinal] = deletes.Contains(ordinal) ? Dropped : firstTarget++;
        }
    }

    public Segment Segment { get; }

    public void CopyDocuments(SegmentParts merged)
    {
        for (var ordinal = 0; ordinal < _targets.Length; ordinal++)
        {
            if (_targets[ordinal] != Dropped)
            {
                merged.Columns.Copy(Segment, ordinal);
            }
        }

        foreach (var field in Segment.Fields)
        {
            CopyKeywords(merged, field);
        }

        CopyCompletions(merged);
    }

    /// <summary>Appends the documents of a term that stay.</summary>
    public void CopyPostings(int term, Heap<ushort> ordinals, Heap<byte> impacts)
    {
        var postings = Segment.PostingsAt(term);
        var from = postings.Impacts(Segment);
        var listed = postings.IsDense ? default : postings.Ordinals(Segment);
        for (var i = 0; i < from.Length; i++)
        {
            var target = _targets[postings.IsDense ? i : listed[i]];
            if (from[i] == 0 || target == Dropped)
            {
                continue;
            }

            ordinals.Add((ushort)target);
            impacts.Add(from[i]);
        }
    }

    private void CopyKeywords(SegmentParts merged, KeywordFieldReader field)
    {
        var setNumbers = new int[field.SetCount];
        Array.Fill(setNumbers, Dropped);
        var sets = field.Sets;
        for (var ordinal = 0; ordinal < sets.Length; ordinal++)
        {
            if (_targets[ordinal] == Dropped || sets[ordinal] == 0)
            {
                continue;
            }

            var column = merged.Keyword(field.Name);
            ref var number = ref setNumbers[sets[ordinal]];
            if (number == Dropped)
            {
                number = column.SetOf(Array.ConvertAll(field.ValuesOfSet(sets[ordinal]).ToArray(), value => field.Value((int)value)));
            }

            column.Assign(_targets[ordinal], (ushort)number);
        }
    }

    private void CopyCompletions(SegmentParts merged)
    {
        var image = Segment.Image;
        var types = image.Get<ushort>(Section.CompletionTypes);
        for (var completion = 0; completion < types.Length; completion++)
        {
            var text = Encoding.UTF8.GetString(image.Entry<byte>(Section.CompletionTexts, Section.CompletionTextEnds, completion));
            var type = Encoding.UTF8.GetString(image.Entry<byte>(Section.CompletionTypeNames, Section.CompletionTypeNameEnds, types[completion]));
            foreach (var ordinal in image.Entry<ushort>(Section.CompletionDocuments, Section.CompletionDocumentEnds, completion))
            {
                if (_targets[ordinal] != Dropped)
                {
                    merged.AddCompletion(text, type, _targets[ordinal]);
                }
            }
        }
    }
}
