using System.Text.Json.Serialization;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Persons.Erasures;

/// <summary>How far an erasure is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ErasureState>))]
public enum ErasureState
{
    /// <summary>One operator asked for it; another has to confirm it in time.</summary>
    Requested,

    /// <summary>A second operator confirmed it; it is being carried out.</summary>
    Confirmed,

    /// <summary>It was carried out.</summary>
    Completed,
}

/// <summary>
/// The erasure of a person from the audit trail (删除个人信息). It is filed under the person's pseudonym, so that what remains of it names nobody
/// and still shows, to whoever knows the person, that they were erased.
/// </summary>
/// <param name="Id">Pseudonym of the person.</param>
/// <param name="Revision">Counts every change, from 1.</param>
/// <param name="State">How far it is.</param>
/// <param name="Reason">Why.</param>
internal sealed record Erasure(string Id, long Revision, ErasureState State, string Reason)
{
    /// <summary>The person; null once they are erased.</summary>
    public ErasedPerson? Person { get; init; }

    /// <summary>Entries of the trail that named the person when it was asked for.</summary>
    public long Entries { get; init; }

    /// <summary>Entries about erasures in which the person acted as an operator; these are kept.</summary>
    public long Kept { get; init; }

    /// <summary>Pseudonym of the operator who asked for it.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Pseudonym of the operator who confirmed it.</summary>
    public string? ConfirmedBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset ExpiresAt => RequestedAt + ErasureRules.TimeToConfirm;
}

/// <summary>A person by their tokens.</summary>
/// <param name="Issuer">Issuer of the tokens.</param>
/// <param name="Subject">Subject there.</param>
internal sealed record ErasedPerson(string Issuer, string Subject);
