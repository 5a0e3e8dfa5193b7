using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

public sealed class ChangeRulesTests
{
    private static readonly IndexChange Upsert5 = new Upsert(new SearchDocument { Id = "a", Version = 5, Name = "五" });
    private static readonly IndexChange Delete5 = new Delete("a", 5);

    public static TheoryData<string, long?, long?, string> Reported => new()
    {
        { "upsert", null, null, "Index" },
        { "upsert", 4, null, "Index" },
        { "upsert", 5, null, "Nothing" },
        { "upsert", 6, null, "Nothing" },
        { "upsert", null, 4, "Index" },
        { "upsert", null, 5, "Nothing" },
        { "upsert", null, 6, "Nothing" },
        { "upsert", 4, 6, "Nothing" },
        { "delete", null, null, "Remember" },
        { "delete", 4, null, "Remove" },
        { "delete", 5, null, "Remove" },
        { "delete", 6, null, "Nothing" },
        { "delete", null, 4, "Remember" },
        { "delete", null, 5, "Nothing" },
    };

    public static TheoryData<string, long?, long?, string> Current => new()
    {
        { "upsert", null, null, "Index" },
        { "upsert", 4, null, "Index" },
        { "upsert", 5, null, "Nothing" },
        { "upsert", 6, null, "Index" },
        { "upsert", null, 6, "Index" },
        { "delete", null, null, "Remember" },
        { "delete", 6, null, "Remove" },
        { "delete", null, 5, "Nothing" },
        { "gone", null, null, "Nothing" },
        { "gone", 6, null, "Remove" },
        { "gone", null, 6, "Nothing" },
    };

    [Theory]
    [MemberData(nameof(Reported))]
    public void A_reported_change_counts_only_if_it_is_later_than_what_is_known(string change, long? indexed, long? deleted, string effect) =>
        Assert.Equal(Enum.Parse<ChangeEffect>(effect), ChangeRules.ForReported(Change(change)!, indexed, deleted));

    [Theory]
    [MemberData(nameof(Current))]
    public void A_state_read_while_nobody_can_write_counts_whatever_its_version(string change, long? indexed, long? deleted, string effect) =>
        Assert.Equal(Enum.Parse<ChangeEffect>(effect), ChangeRules.ForCurrent(Change(change), indexed, deleted));

    [Fact]
    public void Of_two_changes_the_later_counts_and_a_deletion_before_an_upsert()
    {
        Assert.Equal(Delete5, ChangeRules.Later(Upsert5, Delete5));
        Assert.Equal(Delete5, ChangeRules.Later(Delete5, Upsert5));
        Assert.Equal(Upsert5, ChangeRules.Later(Upsert5, new Delete("a", 4)));
        Assert.Equal(Upsert5, ChangeRules.Later(new Delete("a", 4), Upsert5));
    }

    private static IndexChange? Change(string name) => name switch
    {
        "upsert" => Upsert5,
        "delete" => Delete5,
        _ => null,
    };
}
