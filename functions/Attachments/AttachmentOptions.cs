using Marketplace.Files.Scanning;

namespace Marketplace.Functions.Attachments;

/// <summary>How attachments are treated in this instance.</summary>
/// <param name="Clamd">Where the malware scanner listens; null for none, which leaves the checks of content.</param>
internal sealed record AttachmentOptions(ClamdAddress? Clamd)
{
    /// <summary>What the setting accepts.</summary>
    public const string Accepted = "where a clamd listens, tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl";

    /// <summary>The address of the setting's text; null for an empty one.</summary>
    public static ClamdAddress? Address(string text) => ClamdAddress.TryParse(text, out var address) ? address : null;
}
