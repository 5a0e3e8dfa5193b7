using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Listings.Transfer;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Tests.Listings.Transfer;

public sealed class ImportRulesTests
{
    [Theory]
    [InlineData("kind", "null", "kind:required")]
    [InlineData("kind", "7", "kind:unknownCode")]
    [InlineData("kind", "\"project\"", "kind:unknownCode")]
    [InlineData("kind", "\"Case\"", "kind:unknownCode")]
    [InlineData("source", "null", "source:required")]
    [InlineData("source", "\"\"", "source:required")]
    [InlineData("source", "\"a/b\"", "source:invalidFormat")]
    [InlineData("source", "\"sample\"", "source:notAllowed")]
    [InlineData("externalId", "null", "externalId:required")]
    [InlineData("externalId", "\"a\\nb\"", "externalId:invalidFormat")]
    [InlineData("publishedAt", "\"2026-11-01T00:00:01Z\"", "publishedAt:outOfRange")]
    [InlineData("publishedAt", "\"1600-12-31T00:00:00Z\"", "publishedAt:outOfRange")]
    [InlineData("publishedAt", "\"2026-01-01\"", "publishedAt:invalidFormat")]
    [InlineData("attachments", "[{\"attachmentId\":\"a\",\"fileName\":\"f\",\"contentType\":\"t\",\"length\":1,\"sha256\":\"0\"}]", "attachments:notAllowed")]
    public void A_line_says_where_it_comes_from(string field, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Case().WithJson(field, json)));

    [Theory]
    [InlineData("source", 60)]
    [InlineData("externalId", 200)]
    public void Names_of_origin_end_at_their_limits(string field, int most)
    {
        Assert.Empty(RuleBook.Check(Entry.Case().With(field, new string('a', most))));
        Assert.Equal([$"{field}:tooLong"], RuleBook.Check(Entry.Case().With(field, new string('a', most + 1))));
    }

    [Fact]
    public void Samples_are_taken_where_the_instance_allows_them() =>
        Assert.Empty(RuleBook.Check(Entry.Product().With("source", "sample"), allowSamples: true));

    [Fact]
    public void A_new_line_makes_a_published_entry()
    {
        var made = Merge(null, Entry.Case());
        Assert.Equal((LifecycleState.Published, 1, 1L, RuleBook.Now), (made.State, made.Version, made.Revision, made.PublishedAt));
        Assert.Equal(ListingId.Of(new Origin(Entry.Source, "case")), made.Id);
    }

    [Fact]
    public void The_same_line_changes_nothing()
    {
        var stored = Merge(null, Entry.Case());
        Assert.Same(stored, Merge(stored, Entry.Case()));
        Assert.Same(stored, Merge(stored, Entry.Case().With("summary", $" {Entry.Case()["summary"]} ")));
    }

    [Theory]
    [InlineData("summary", "\"改写后的介绍。\"")]
    [InlineData("contact", "{\"name\":\"李四\"}")]
    [InlineData("audience", "\"government\"")]
    [InlineData("publishedAt", "\"2025-01-01T00:00:00Z\"")]
    public void A_changed_line_makes_the_next_version(string field, string json)
    {
        var changed = Merge(Merge(null, Entry.Case()), Entry.Case().WithJson(field, json));
        Assert.Equal((2, 2L), (changed.Version, changed.Revision));
    }

    [Fact]
    public void The_day_of_publication_stays_where_a_line_does_not_state_one()
    {
        var first = Merge(null, Entry.Case().With("publishedAt", "2025-01-01T00:00:00Z"));
        var next = Merge(first, Entry.Case().With("name", "另一个名称"));
        Assert.Equal(first.PublishedAt, next.PublishedAt);
    }

    [Fact]
    public void A_suspended_entry_is_revised_and_stays_suspended()
    {
        var suspended = ListingRules.Suspend(Merge(null, Entry.Case()), RuleBook.Now).Value!;
        Assert.Equal((LifecycleState.Suspended, 2), (Merge(suspended, Entry.Case().With("name", "另一个名称")) is var next ? (next.State, next.Version) : default));
    }

    [Fact]
    public void A_withdrawn_entry_takes_nothing_new()
    {
        var withdrawn = ListingRules.Withdraw(Merge(null, Entry.Case()), RuleBook.Now).Value!;
        Assert.Equal("listingWithdrawn", ImportRules.Merge(withdrawn, RuleBook.Entry(Entry.Case().With("name", "另一个名称")), RuleBook.Now).Refusal!.Code);
    }

    [Fact]
    public void An_entry_keeps_its_kind()
    {
        var refusal = ImportRules.Merge(Merge(null, Entry.Case("x")), RuleBook.Entry(Entry.Product("x")), RuleBook.Now).Refusal!;
        Assert.Equal(("kind", "inconsistent"), (refusal.Errors.Single().Field, refusal.Errors.Single().Code));
        Assert.Equal("case", refusal.Errors.Single().Values.Single().Value);
    }

    [Fact]
    public void Departments_and_links_are_resolved_to_ids()
    {
        var written = Entry.Case().With("department", "广东省政务服务和数据管理局")
            .With("linkedListings", new JsonArray("tests/product", " tests/product-2", ListingId.Of(new Origin("tests", "product"))));
        var resolved = (CaseContent)ImportRules.Resolve(RuleBook.Content(written), RuleBook.Reference);
        Assert.Equal(Actor.ProvincialDepartment, resolved.Department);
        Assert.Equal([ListingId.Of(new Origin("tests", "product")), ListingId.Of(new Origin("tests", "product-2"))], resolved.LinkedListings);
    }

    [Fact]
    public void Names_of_origin_mean_the_same_however_their_accents_are_spelled()
    {
        var (composed, decomposed) = (RuleBook.Entry(Entry.Case("caf\u00e9")), RuleBook.Entry(Entry.Case("cafe\u0301")));
        Assert.Equal(composed.Origin, decomposed.Origin);
    }

    private static Listing Merge(Listing? stored, JsonObject line)
    {
        var entry = RuleBook.Entry(line);
        return ImportRules.Merge(stored, entry with { Content = ImportRules.Resolve(entry.Content, RuleBook.Reference) }, RuleBook.Now).Value!;
    }
}
