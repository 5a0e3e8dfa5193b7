using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class SegmentTests
{
    private static readonly SearchDocument[] Documents =
        [.. Enumerable.Range(0, 50).Select(i => new SearchDocument { Id = $"编号-{i}", Version = i * 10, Name = $"政务平台{i}", Stored = new byte[] { (byte)i } })];

    [Fact]
    public void A_document_is_found_by_its_id_with_its_version()
    {
        var segment = Corpus.Build(Documents);
        foreach (var document in Documents)
        {
            Assert.True(segment.TryFind(document.Id, out var ordinal));
            Assert.Equal((document.Id, document.Version), (segment.IdAt(ordinal), segment.VersionAt(ordinal)));
        }

        Assert.False(segment.TryFind("编号-50", out _));
        Assert.False(Corpus.Build().TryFind("编号-0", out _));
    }

    [Fact]
    public void Of_two_documents_with_one_id_the_higher_version_stays()
    {
        var segment = Corpus.Build(Documents[3] with { Version = 7 }, Documents[3] with { Version = 9, Name = "新" }, Documents[3] with { Version = 8 });
        Assert.Equal((1, 9L), (segment.Count, segment.VersionAt(0)));
        Assert.Equal(1, new Snapshot([(segment, DeleteSet.Empty)], default).Find(new SearchQuery { Text = "新" }).Total);
    }

    [Fact]
    public void The_same_documents_give_the_same_bytes() => Assert.Equal(SegmentBuilder.Build(Documents), SegmentBuilder.Build(Documents));

    [Fact]
    public void A_damaged_image_is_refused()
    {
        var image = SegmentBuilder.Build(Documents);
        for (var at = 0; at < image.Length; at += 97)
        {
            var damaged = image.AsSpan().ToArray();
            damaged[at] ^= 0x10;
            if (at is < 12 or >= 16) // bytes 12 to 15 mean nothing
            {
                Assert.Throws<InvalidDataException>(() => Segment.Load(damaged));
            }
        }

        Assert.Throws<InvalidDataException>(() => Segment.Load(image.AsMemory(0, image.Length - 1)));
        Assert.Throws<InvalidDataException>(() => Segment.Load(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void An_image_is_read_in_place_wherever_it_begins()
    {
        var image = SegmentBuilder.Build(Documents);
        var segment = Segment.Load(((byte[])[0, 0, 0, .. image]).AsMemory(3));
        Assert.Equal(50, new Snapshot([(segment, DeleteSet.Empty)], default).Find(new SearchQuery { Text = "政务平台" }).Total);
    }

    [Theory]
    [InlineData("")]
    [InlineData(129)]
    public void An_id_has_1_to_128_characters(object id) =>
        Assert.Throws<ArgumentException>(() => Corpus.Build(Documents[0] with { Id = id as string ?? new string('x', (int)id) }));

    [Fact]
    public void An_attention_that_is_no_number_is_refused() =>
        Assert.Throws<ArgumentException>(() => Corpus.Build(Documents[0] with { Attention = double.NaN }));

    [Fact]
    public void An_image_takes_less_than_six_times_its_text()
    {
        var random = new Random(5);
        var words = Enumerable.Range(0, 3000).Select(_ => string.Concat(Enumerable.Range(0, 2).Select(_ => (char)random.Next(0x4E00, 0x5E00)))).ToArray();
        var documents = Enumerable.Range(0, 2000).Select(i => new SearchDocument
        {
            Id = $"{i}",
            Version = 1,
            Name = "名称",
            Body = string.Concat(Enumerable.Range(0, 100).Select(_ => words[(int)Math.Pow(words.Length, random.NextDouble()) - 1])),
        }).ToArray();
        var text = documents.Sum(document => System.Text.Encoding.UTF8.GetByteCount(document.Name + document.Body));
        Assert.InRange(SegmentBuilder.Build(documents).Length, text, 4 * text);
    }
}
