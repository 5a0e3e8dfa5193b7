using Marketplace.Functions.Values;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Persons.Erasures;

/// <summary>Who may have a person erased: two operators, neither of whom is that person.</summary>
internal static class ErasureRules
{
    /// <summary>How long a request waits for the second operator.</summary>
    public static readonly TimeSpan TimeToConfirm = TimeSpan.FromDays(7);

    public const string OwnPerson = "ownPerson";
    public const string SecondOperatorRequired = "secondOperatorRequired";
    public const string Expired = "erasureExpired";

    /// <summary>Asks for an erasure. One that waits or is under way is not asked for again.</summary>
    /// <param name="known">The last erasure of the same person.</param>
    /// <param name="wanted">The new one, by who asks for it now.</param>
    public static Decided<Erasure> Request(Erasure? known, Erasure wanted)
    {
        if (wanted.RequestedBy == wanted.Id)
        {
            return new Refusal(OwnPerson);
        }

        return known switch
        {
            null => wanted,
            { State: ErasureState.Confirmed } => known,
            { State: ErasureState.Requested } when wanted.RequestedAt < known.ExpiresAt => known,
            _ => wanted with { Revision = known.Revision + 1 },
        };
    }

    /// <summary>Confirms an erasure; again by the same or another operator changes nothing.</summary>
    /// <param name="erasure">The erasure.</param>
    /// <param name="operator">Pseudonym of who confirms.</param>
    /// <param name="now">Now.</param>
    public static Decided<Erasure> Confirm(Erasure erasure, string @operator, DateTimeOffset now)
    {
        if (@operator == erasure.Id)
        {
            return new Refusal(OwnPerson);
        }

        if (@operator == erasure.RequestedBy)
        {
            return new Refusal(SecondOperatorRequired);
        }

        if (erasure.State is not ErasureState.Requested)
        {
            return erasure;
        }

        return now < erasure.ExpiresAt
            ? erasure with { Revision = erasure.Revision + 1, State = ErasureState.Confirmed, ConfirmedBy = @operator, ConfirmedAt = now }
            : new Refusal(Expired);
    }

    /// <summary>The erasure once nothing names the person any more, itself included.</summary>
    public static Erasure Complete(Erasure erasure, DateTimeOffset now) =>
        erasure with { Revision = erasure.Revision + 1, State = ErasureState.Completed, CompletedAt = now, Person = null };
}
