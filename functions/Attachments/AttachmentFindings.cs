using Marketplace.Files;
using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Attachments;

/// <summary>What was found in an attachment, as a submission shows it.</summary>
internal static class AttachmentFindings
{
    /// <summary>The content is another type than was declared.</summary>
    public const string TypeDiffers = "fileTypeDiffers";

    /// <summary>The upload was changed after it was inspected.</summary>
    public const string Changed = "fileChanged";

    /// <summary>The upload was gone before the scan.</summary>
    public const string Lost = "fileLost";

    private const string NotAvailable = "checkUnavailable";
    private const int MostFindings = 40;
    private const int LongestValue = 160;

    public static IReadOnlyList<Finding> Of(AttachmentFile file, FileInspection inspection)
    {
        var findings = inspection.Issues.OrderByDescending(static issue => issue.Severity).Take(MostFindings).Select(issue => Of(file, issue));
        return inspection.Type is { } type && type != file.Type
            ? [Plain(file, TypeDiffers, FindingSeverity.Error, FileTypes.Of(type).MediaType), .. findings]
            : [.. findings];
    }

    public static Finding Malware(AttachmentFile file, string signature) => Of(file, FileIssues.Malware with { Detail = signature });

    public static Finding Plain(AttachmentFile file, string code, FindingSeverity severity, string detail = "") =>
        new(code, severity, Field(file)) { Values = Values(detail, "") };

    /// <summary>The scan could not be done yet.</summary>
    public static Finding Unavailable(AttachmentFile file) =>
        new(NotAvailable, FindingSeverity.Warning, Field(file)) { Values = new Dictionary<string, string> { ["check"] = "malware" } };

    public static IReadOnlyList<Finding> WithoutUnavailable(IReadOnlyList<Finding> findings) =>
        [.. findings.Where(static finding => finding.Code != NotAvailable)];

    private static Finding Of(AttachmentFile file, FileIssue issue) =>
        new(issue.Code, SeverityOf(issue), Field(file)) { Values = Values(issue.Detail, issue.Member) };

    private static FindingSeverity SeverityOf(FileIssue issue) => issue.Severity switch
    {
        FileIssueSeverity.Note => FindingSeverity.Info,
        FileIssueSeverity.Warning => FindingSeverity.Warning,
        FileIssueSeverity.Refusal => FindingSeverity.Error,
        _ => FindingSeverity.Rejection,
    };

    private static Dictionary<string, string> Values(string detail, string member) => new()
    {
        ["detail"] = detail.Length == 0 ? "" : $" ({Shorten(detail)})",
        ["member"] = member.Length == 0 ? "" : $": {Shorten(member)}",
    };

    private static string Shorten(string text) => text.Length <= LongestValue ? text : $"{text[..LongestValue]}…";

    private static string Field(AttachmentFile file) => $"attachments[{file.Id}]";
}
