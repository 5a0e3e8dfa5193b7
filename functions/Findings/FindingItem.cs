namespace Marketplace.Functions.Findings;

/// <summary>What a check found, for people.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Severity">How severe it is.</param>
/// <param name="Field">JSON path within the content, <c>attachments[{attachmentId}]</c>, or <c>$</c> for the whole.</param>
/// <param name="Message">The same as a text, in the language of the request.</param>
/// <param name="Range">Where in the field's text.</param>
/// <param name="Likeness">What the listing resembles.</param>
public sealed record FindingItem(string Code, FindingSeverity Severity, string Field, string Message, TextRange? Range, Likeness? Likeness);
