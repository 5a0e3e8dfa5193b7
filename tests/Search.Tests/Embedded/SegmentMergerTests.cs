using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class SegmentMergerTests
{
    [Fact]
    public void Merging_gives_the_bytes_of_building_the_live_documents_anew()
    {
        var cases = from documents in Corpus.Documents
                    from cut in Gen.Choose(0, 40)
                    from deleted in Gen.Elements(true, false, false).ArrayOf(60)
                    select (documents, cut, deleted);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (first, second) = (c.documents.Take(c.cut).ToArray(), c.documents.Skip(c.cut).ToArray());
            var merged = SegmentMerger.Merge([Part(first, 0), Part(second, first.Length)]);
            Assert.Equal(SegmentBuilder.Build([.. c.documents.Where((_, i) => !c.deleted[i])]), merged);

            (Segment, DeleteSet) Part(SearchDocument[] documents, int offset) =>
                (Corpus.Build(documents), DeleteSet.Empty.With(Enumerable.Range(0, documents.Length).Where(i => c.deleted[offset + i])));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(50));
    }

    [Fact]
    public void A_merge_that_would_hold_too_many_documents_is_refused()
    {
        var full = Corpus.Build([.. Enumerable.Range(0, Segment.MaxDocuments).Select(i => new SearchDocument { Id = $"{i}", Version = 1, Name = "" })]);
        Assert.Equal(Segment.MaxDocuments, full.Count);
        Assert.Throws<ArgumentException>(() =>
            SegmentMerger.Merge([(full, DeleteSet.Empty), (Corpus.Build([new SearchDocument { Id = "x", Version = 1, Name = "" }]), DeleteSet.Empty)]));
    }

    [Fact]
    public void Merging_nothing_gives_an_empty_segment() => Assert.Equal(0, Segment.Load(SegmentMerger.Merge([])).Count);
}
