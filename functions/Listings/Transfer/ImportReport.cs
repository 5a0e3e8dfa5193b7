using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>What an import did, line by line.</summary>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="Created">Lines that made new listings.</param>
/// <param name="Updated">Lines that changed listings.</param>
/// <param name="Unchanged">Lines whose listings say the same already.</param>
/// <param name="Failed">Lines that were refused.</param>
/// <param name="Lines">Each line in order; blank ones are left out.</param>
/// <param name="StoppedAt">Present when the import had to stop early, for lack of time or because storage was away: the first line to send again.</param>
public sealed record ImportReport(
    bool DryRun, int Created, int Updated, int Unchanged, int Failed, IReadOnlyList<ImportedLine> Lines, int? StoppedAt = null);

/// <summary>What became of one line.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="ExternalId">Id within the source, if it could be read.</param>
/// <param name="Id">The listing's id.</param>
/// <param name="Errors">Why it was refused.</param>
public sealed record ImportedLine(
    int Line, ImportOutcome Outcome, string? ExternalId = null, string? Id = null, IReadOnlyList<ImportError>? Errors = null);

/// <summary>Why a line was refused.</summary>
/// <param name="Field">JSON path within the line; <c>$</c> for the whole line.</param>
/// <param name="Code">A field's or a problem's code.</param>
/// <param name="Message">The same for people, in the client's language.</param>
public sealed record ImportError(string Field, string Code, string Message);

/// <summary>What an import did with a line.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ImportOutcome>))]
public enum ImportOutcome
{
    /// <summary>A new listing was published.</summary>
    Created,

    /// <summary>The listing has a new version.</summary>
    Updated,

    /// <summary>The listing says the same already.</summary>
    Unchanged,

    /// <summary>The line was refused; nothing of it was written.</summary>
    Failed,
}
