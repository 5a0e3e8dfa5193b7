using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Findings;

/// <summary>How severe a finding is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>For information.</summary>
    Info,

    /// <summary>A reviewer has to look at it.</summary>
    Warning,

    /// <summary>As it is, the listing should not be published.</summary>
    Error,

    /// <summary>Rejects the submission without a reviewer: malware only.</summary>
    Rejection,
}

/// <summary>What a check found (检查结果): a code, where, and how severe it is. People read it through <see cref="FindingTexts"/>.</summary>
/// <param name="Code">A code that the texts know.</param>
/// <param name="Severity">How severe it is.</param>
/// <param name="Field">JSON path within the content, or <c>attachments[{attachmentId}]</c>; <c>$</c> for the whole.</param>
internal sealed record Finding(string Code, FindingSeverity Severity, string Field)
{
    /// <summary>Where in the field's text, in UTF-16 units from 0; null for the whole field.</summary>
    public TextRange? Range { get; init; }

    /// <summary>What the text's placeholders stand for.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>What the listing resembles, of a likely duplicate.</summary>
    public Likeness? Likeness { get; init; }

    /// <summary>Whether only reviewers see it, since it shows something the submitter may not know of.</summary>
    public bool ReviewersOnly { get; init; }
}

/// <summary>A part of a text.</summary>
/// <param name="Start">First UTF-16 unit, from 0.</param>
/// <param name="Length">UTF-16 units.</param>
public sealed record TextRange(int Start, int Length);

/// <summary>A listing that says much the same.</summary>
/// <param name="ListingId">The other listing.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Share of the text that agrees, 0–1.</param>
/// <param name="Passages">Passages that agree, longest first, at most ten.</param>
public sealed record Likeness(string ListingId, string Name, double Score, IReadOnlyList<AgreeingPassage> Passages);

/// <summary>A passage that both listings have.</summary>
/// <param name="Field">Field here.</param>
/// <param name="Range">Where in it.</param>
/// <param name="OtherField">Field in the other listing.</param>
/// <param name="OtherRange">Where in that.</param>
public sealed record AgreeingPassage(string Field, TextRange Range, string OtherField, TextRange OtherRange);
