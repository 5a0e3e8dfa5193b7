using System.Text.Json.Nodes;
using Marketplace.AppKit.Samples;
using Marketplace.Audit;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.State;

public sealed class ListingDiffTests
{
    [Fact]
    public void A_new_entry_is_told_by_state_version_and_digest()
    {
        var changes = ListingDiff.Between(null, Listing(Entry.Case())).Changes;
        Assert.Equal(["state", "version", "content"], changes.Select(change => change.Field));
        Assert.All(changes, change => Assert.Null(change.Before));
        Assert.StartsWith("sha256:", changes[2].After, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_differs_is_told()
    {
        var changes = Between(Entry.Product().WithPricing("lowDiscount"), Entry.Product().WithPricing("lowDiscount")
            .With("name", "新的名称").With("pricing.price", Entry.Yuan("1.00")).With("tags", new JsonArray("一"))).Changes;
        Assert.Equal(
            [("version", "1", "2"), ("name", "办事指南管理软件", "新的名称"), ("pricing.price.amount", "36000.00", "1.00"), ("tags[0]", null, "一")],
            changes.Select(change => (change.Field, change.Before, change.After)));
    }

    [Fact]
    public void Long_texts_are_told_by_their_digests()
    {
        var change = Between(Entry.Case(), Entry.Case().With("practices", new string('长', 201))).Changes.Single(change => change.Field == "practices");
        Assert.StartsWith("sha256:", change.After, StringComparison.Ordinal);
    }

    [Fact]
    public void A_move_tells_the_states()
    {
        var before = Listing(Entry.Case());
        var change = Assert.Single(ListingDiff.Between(before, ListingRules.Suspend(before, RuleBook.Now).Value!).Changes);
        Assert.Equal(("state", "Published", "Suspended"), (change.Field, change.Before, change.After));
    }

    [Fact]
    public void A_contact_is_told_apart_from_the_rest()
    {
        var (before, after) = (Entry.Case().With("contact.name", "张三"), Entry.Case().With("contact.name", "李四"));
        var differences = Between(before, after);
        Assert.DoesNotContain(differences.Changes, change => change.Field.StartsWith("contact", StringComparison.Ordinal));
        Assert.Equal([("contact.name", "张三", "李四")], differences.Personal.Select(change => (change.Field, change.Before, change.After)));
    }

    private static AuditDifferences Between(JsonObject before, JsonObject after)
    {
        var first = Listing(before);
        return ListingDiff.Between(first, ListingRules.Revise(first, RuleBook.Entry(after).Content, first.PublishedAt, RuleBook.Now).Value!);
    }

    private static Listing Listing(JsonObject line) =>
        ListingRules.Create("id", new Origin("tests", "x"), RuleBook.Content(line), RuleBook.Now, RuleBook.Now);
}
