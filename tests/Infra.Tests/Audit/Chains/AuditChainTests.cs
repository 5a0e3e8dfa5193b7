using Marketplace.Audit;

namespace Marketplace.Infra.Tests.Audit.Chains;

public sealed class AuditChainTests
{
    [Fact]
    public void An_entry_says_everything_that_was_recorded()
    {
        var draft = Samples.Draft();

        var entry = AuditChain.Append(Samples.Chain, new ChainHead(6, new string('a', 64)), draft, Samples.Random);

        var record = AuditRecord.Read(entry.Chained)!;
        Assert.Equal(new AuditLink(Samples.Chain, 7), record.Link);
        Assert.Equal(new string('a', 64), record.Previous);
        Assert.Equal((draft.At, draft.Action, draft.Target, draft.CorrelationId, draft.Reason),
            (record.At, record.Action, record.Target, record.CorrelationId, record.Reason));
        Assert.Equal(("gov.user", "ppm"), (record.Role, record.Channel));
        Assert.Equal(draft.Changes, record.Changes);
        Assert.Equal(0, record.Omitted);
    }

    [Fact]
    public void Personal_values_stand_outside_the_hashed_text()
    {
        var entry = AuditChain.Append(Samples.Chain, ChainHead.Empty, Samples.Draft(), Samples.Random);

        Assert.DoesNotContain("张三", entry.Chained, StringComparison.Ordinal);
        Assert.DoesNotContain("u-1", entry.Chained, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", entry.Chained, StringComparison.Ordinal);
        var personal = PersonalValues.Read(entry.Personal)!;
        Assert.Equal(("https://issuer.example", "u-1", "张三"), (personal.Issuer, personal.Subject, personal.Name));
        Assert.Equal([new AuditChange("contact.phone", null, "13800000000")], personal.Changes);
    }

    [Fact]
    public void The_same_person_leaves_a_different_digest_each_time_so_that_nobody_can_guess_who_it_was()
    {
        var digests = Samples.Entries(20).Select(entry => AuditRecord.Read(entry.Chained)!.PersonalDigest);

        Assert.Equal(20, digests.Distinct().Count());
    }

    [Fact]
    public void Changes_beyond_a_rows_limit_are_kept_as_number_and_digest()
    {
        var changes = Enumerable.Range(0, 1000).Select(i => new AuditChange($"duties[{i}].text", "旧", new string('字', 190))).ToList();
        var draft = Samples.Draft() with { Changes = changes, PersonalChanges = changes };

        var entry = AuditChain.Append(Samples.Chain, ChainHead.Empty, draft, Samples.Random);

        Assert.InRange(entry.Chained.Length, 12_000, 32_000);
        Assert.InRange(entry.Personal!.Length, 12_000, 32_000);
        var record = AuditRecord.Read(entry.Chained)!;
        Assert.Equal(1000, record.Changes.Count + record.Omitted);
        Assert.Null(Samples.Verify([entry], entry.Head));
        var other =
            AuditChain.Append(Samples.Chain, ChainHead.Empty, draft with { Changes = [.. changes[..999], new AuditChange("last", null, "x")] }, Samples.Random);
        Assert.NotEqual(Omitted(entry), Omitted(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"chain\":1}")]
    [InlineData("{\"chain\":\"a/b\",\"sequence\":\"1\"}")]
    public void A_text_that_is_no_entry_reads_as_nothing(string text)
    {
        Assert.Null(AuditRecord.Read(text));
        Assert.Null(PersonalValues.Read(text));
    }

    [Theory]
    [InlineData("listings/abc#12", "listings/abc", 12)]
    [InlineData("a#b#3", "a#b", 3)]
    public void A_link_is_read_back_from_its_text(string text, string chain, long sequence)
    {
        Assert.Equal(new AuditLink(chain, sequence), AuditLink.Parse(text));
        Assert.Equal(text, new AuditLink(chain, sequence).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("listings/abc")]
    [InlineData("#1")]
    [InlineData("listings/abc#-1")]
    [InlineData("listings/abc#one")]
    public void What_is_no_link_reads_as_nothing(string? text) => Assert.Null(AuditLink.Parse(text));

    private static string Omitted(AuditEntry entry) =>
        System.Text.Json.JsonDocument.Parse(entry.Chained).RootElement.GetProperty("omitted").GetProperty("sha256").GetString()!;
}
