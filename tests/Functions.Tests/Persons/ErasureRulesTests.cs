using Marketplace.Functions.Persons.Erasures;

namespace Marketplace.Functions.Tests.Persons;

public sealed class ErasureRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly Erasure Wanted = new("person", 1, ErasureState.Requested, "本人申请")
    {
        Person = new ErasedPerson("issuer", "subject"),
        RequestedBy = "first",
        RequestedAt = Start,
    };

    [Fact]
    public void Nobody_asks_for_their_own_erasure() =>
        Assert.Equal("ownPerson", ErasureRules.Request(null, Wanted with { RequestedBy = Wanted.Id }).Refusal?.Code);

    [Theory]
    [InlineData("person", 0, "ownPerson")]
    [InlineData("first", 0, "secondOperatorRequired")]
    [InlineData("second", 7, "erasureExpired")]
    [InlineData("second", 6, null)]
    public void A_second_operator_confirms_within_a_week(string @operator, int days, string? refusal)
    {
        var decided = ErasureRules.Confirm(Wanted, @operator, Start.AddDays(days));

        Assert.Equal(refusal, decided.Refusal?.Code);
        Assert.Equal(refusal is null ? (ErasureState.Confirmed, 2L) : default, decided.Value is { } value ? (value.State, value.Revision) : default);
    }

    [Theory]
    [InlineData(ErasureState.Requested, 6, false)]
    [InlineData(ErasureState.Requested, 7, true)]
    [InlineData(ErasureState.Confirmed, 30, false)]
    [InlineData(ErasureState.Completed, 0, true)]
    public void An_erasure_is_asked_for_anew_only_when_the_last_one_is_over(ErasureState state, int days, bool isNew)
    {
        var known = Wanted with { State = state, Revision = 4 };

        var decided = ErasureRules.Request(known, Wanted with { RequestedBy = "second", RequestedAt = Start.AddDays(days) });

        Assert.Equal(isNew ? 5 : 4, decided.Value!.Revision);
        Assert.Equal(!isNew, ReferenceEquals(known, decided.Value));
    }

    [Fact]
    public void What_is_confirmed_is_not_confirmed_again()
    {
        var confirmed = Wanted with { State = ErasureState.Confirmed };

        Assert.Same(confirmed, ErasureRules.Confirm(confirmed, "third", Start.AddDays(9)).Value);
    }

    [Fact]
    public void A_completed_erasure_names_nobody() => Assert.Null(ErasureRules.Complete(Wanted, Start).Person);
}
