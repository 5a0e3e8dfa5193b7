using System.Text;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.State;

public sealed class ContentCodecTests
{
    [Theory]
    [InlineData("case")]
    [InlineData("product")]
    [InlineData("capability")]
    public void What_is_kept_reads_back_the_same(string kind)
    {
        var content = RuleBook.Content(Entry.Of(kind).With("description", "第一行\n𠮷 <b>&\"'").With("tags", new JsonArray("一", "二"))
            .With("audience", "government").With("contact.name", "张三"));
        var back = ContentCodec.Decode(content.Kind, ContentCodec.Encode(content), content.Contact);
        Assert.Equal(Encoding.UTF8.GetString(ContentCodec.ToJson(content)), Encoding.UTF8.GetString(ContentCodec.ToJson(back)));
        Assert.Equal(content.GetType(), back.GetType());
    }

    [Fact]
    public void The_contact_is_kept_elsewhere()
    {
        var content = RuleBook.Content(Entry.Case().With("contact.name", "张三丰"));
        Assert.Null(ContentCodec.Decode(ListingKind.Case, ContentCodec.Encode(content), contact: null).Contact);
    }

    [Fact]
    public void Texts_are_kept_composed_and_without_blanks_at_their_ends()
    {
        var content = RuleBook.Content(Entry.Case().With("name", "  cafe\u0301 \t").With("description", "一\r\n二\r三\n"));
        Assert.Equal("caf\u00e9", content.Name);
        Assert.Equal("一\n二\n三", content.Description);
    }

    [Fact]
    public void What_only_an_import_says_is_not_kept() =>
        Assert.DoesNotContain("externalId", Encoding.UTF8.GetString(ContentCodec.ToJson(RuleBook.Content(Entry.Case()))), StringComparison.Ordinal);

    [Fact]
    public void The_largest_content_fits_a_row()
    {
        // Text that hardly packs: random Chinese characters. A row of the table holds 1 MiB.
        var random = new Random(7);
        string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('一', '龥')));
        var packed =
            ContentCodec.Encode(RuleBook.Content(Entry.Case().With("description", Text(20_000)).With("practices", Text(20_000)).With("results", Text(20_000))));
        Assert.InRange(packed.Length, 65_536, 600_000);
    }
}
