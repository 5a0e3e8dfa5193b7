using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Vendors.State;

/// <summary>What became of a request for verification.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<VerificationState>))]
public enum VerificationState
{
    /// <summary>A reviewer has still to decide (待审核).</summary>
    Requested,

    /// <summary>The licence is the company's (已通过).</summary>
    Accepted,

    /// <summary>A reviewer said no, with a reason (未通过).</summary>
    Refused,
}

/// <summary>A request for verification (资质核验) and its decision.</summary>
/// <param name="State">What became of it.</param>
/// <param name="AttachmentId">The uploaded licence.</param>
/// <param name="FileName">Its name.</param>
/// <param name="RequestedAt">When.</param>
internal sealed record Verification(VerificationState State, string AttachmentId, string FileName, DateTimeOffset RequestedAt)
{
    public DateTimeOffset? DecidedAt { get; init; }

    public string? Reason { get; init; }
}
