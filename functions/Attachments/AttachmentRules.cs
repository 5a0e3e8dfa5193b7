using Azure;
using Marketplace.Files;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Attachments;

/// <summary>What may be attached, and what becomes of an upload (product.md “Automatic checks”).</summary>
internal static class AttachmentRules
{
    /// <summary>Attachments that a listing has at once at most.</summary>
    public const int MostLive = 20;

    /// <summary>100 MiB.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    public static readonly TimeSpan TicketLife = TimeSpan.FromHours(1);
    public static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(5);

    /// <summary>How long an upload that nobody completes is kept.</summary>
    public static readonly TimeSpan UploadLife = TimeSpan.FromHours(24);

    /// <summary>How often the completion of one attachment may be tried; each time the whole upload is read.</summary>
    public const int MostAttempts = 5;

    private const int IdDigits = 32;
    private const int Sha256Digits = 64;

    /// <summary>Whether a text has the form of an attachment's id.</summary>
    public static bool IsId(string text) => text.Length == IdDigits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The attachment a request announces, or everything that is wrong with it.</summary>
    public static Decided<AttachmentFile> Announce(AttachmentRequest request, string id, int? submission, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        errors.Required("contentType", !string.IsNullOrWhiteSpace(request.ContentType));
        var type = FileTypes.OfMediaType(request.ContentType ?? "");
        if (type is null && !string.IsNullOrWhiteSpace(request.ContentType))
        {
            errors.Add(FieldError.UnknownCode("contentType").Accepting(string.Join(", ", FileTypes.All.Select(static known => known.MediaType))));
        }

        if (FileNames.Check(request.FileName, type?.Type, out var name) is { } fault)
        {
            errors.Add(NameError(request.FileName, fault, type));
        }

        errors.Required("length", request.Length is not null);
        if (request.Length is < 1 or > MostBytes)
        {
            errors.Add(FieldError.OutOfRange("length", 1, MostBytes));
        }

        if (request.Sha256 is { } hash && !(hash.Length == Sha256Digits && hash.All(char.IsAsciiHexDigit)))
        {
            errors.Add(FieldError.InvalidFormat("sha256").Accepting("[0-9a-f]{64}"));
        }

        if (errors.All.Count > 0)
        {
            return Refusal.Invalid(errors.All);
        }

        return new AttachmentFile
        {
            Id = id,
            Submission = submission,
            FileName = name,
            Type = type!.Type,
            Length = request.Length!.Value,
            DeclaredSha256 = request.Sha256 is { } given ? Convert.ToHexStringLower(Convert.FromHexString(given)) : null,
            State = AttachmentState.AwaitingUpload,
            TicketEndsAt = now + TicketLife,
        };
    }

    /// <summary>Whether another one may be announced; announcements whose ticket has run out do not count.</summary>
    public static bool HasRoom(IEnumerable<AttachmentFile> files, DateTimeOffset now) => files.Count(file => IsLive(file, now)) < MostLive;

    /// <summary>Whether two announcements say the same of the file.</summary>
    public static bool IsSame(AttachmentFile one, AttachmentFile other) =>
        (one.FileName, one.Type, one.Length, one.DeclaredSha256, one.Submission)
        == (other.FileName, other.Type, other.Length, other.DeclaredSha256, other.Submission);

    /// <summary>Why an upload cannot be completed yet: nothing arrived, or not all of it.</summary>
    public static Refusal? Incomplete(AttachmentFile file, long? arrived)
    {
        if (arrived is null)
        {
            return new Refusal("uploadMissing");
        }

        return arrived == file.Length ? null : new Refusal("uploadIncomplete", Differs("length", "lengthDiffers", $"{file.Length}", $"{arrived}"));
    }

    /// <summary>The attachment with one more attempt to complete it, counted before the upload is read.</summary>
    public static Decided<AttachmentFile> Attempt(AttachmentFile file) =>
        file.Attempts >= MostAttempts ? new Refusal("uploadAttempts") : file with { Attempts = file.Attempts + 1 };

    /// <summary>
    /// What an inspected upload becomes: refused, or waiting for the scan. A wrong hash changes nothing: it was damaged on its way and can be sent again.
    /// </summary>
    public static Decided<AttachmentFile> Complete(AttachmentFile file, FileInspection inspection, ETag version)
    {
        if (Incomplete(file, inspection.Length) is { } incomplete)
        {
            return incomplete;
        }

        if (file.DeclaredSha256 is { } declared && declared != inspection.Sha256)
        {
            return new Refusal("uploadDiffers", Differs("sha256", "hashDiffers", declared, inspection.Sha256));
        }

        var findings = AttachmentFindings.Of(file, inspection);
        var isRefused = inspection.IsRefused || inspection.Type != file.Type;
        return file with
        {
            State = isRefused ? AttachmentState.Refused : AttachmentState.Scanning,
            Sha256 = inspection.Sha256,
            Inspected = version,
            Findings = findings,
        };
    }

    public static AttachmentFile Refuse(AttachmentFile file, Finding reason) =>
        file with { State = AttachmentState.Refused, Findings = [.. AttachmentFindings.WithoutUnavailable(file.Findings), reason] };

    public static AttachmentFile Accept(AttachmentFile file) =>
        file with { State = AttachmentState.Clean, Findings = AttachmentFindings.WithoutUnavailable(file.Findings) };

    /// <summary>The scanner is away: the verdict stays open, and people are told.</summary>
    public static AttachmentFile Wait(AttachmentFile file) =>
        file with { Findings = [.. AttachmentFindings.WithoutUnavailable(file.Findings), AttachmentFindings.Unavailable(file)] };

    /// <summary>Whether an upload in quarantine serves nothing any more. A scan that is still to come needs it, however long the scanner is away.</summary>
    public static bool IsLeftOver(AttachmentFile? file, DateTimeOffset uploadedAt, DateTimeOffset now) => file?.State switch
    {
        AttachmentState.AwaitingUpload => uploadedAt + UploadLife < now && file.TicketEndsAt < now,
        AttachmentState.Scanning => false,
        _ => true,
    };

    /// <summary>Whether somebody may refer to a kept file; while a scan ends, it is there before its row says so.</summary>
    public static bool IsKept(AttachmentFile? file) => file?.State is AttachmentState.Clean or AttachmentState.Scanning;

    private static bool IsLive(AttachmentFile file, DateTimeOffset now) =>
        file.State is AttachmentState.Scanning or AttachmentState.Clean || file.State is AttachmentState.AwaitingUpload && file.TicketEndsAt > now;

    private static FieldError NameError(string? name, FileNameFault fault, FileTypeNames? type) => fault switch
    {
        FileNameFault.Empty => FieldError.Required("fileName"),
        FileNameFault.TooLong => FieldError.TooLong("fileName", FileNames.MaxLength),
        FileNameFault.Deceptive => FieldErrors.Hidden("fileName", "nameDeceptive", name!),
        FileNameFault.PathPart => new FieldError("fileName", "namePath"),
        FileNameFault.Edge => new FieldError("fileName", "nameEdge"),
        FileNameFault.Reserved => new FieldError("fileName", "nameReserved"),
        _ => FieldError.Inconsistent("fileName", "contentType").Accepting(string.Join(", ", type!.Extensions)),
    };

    private static FieldError Differs(string field, string code, string expected, string actual) =>
        new(field, code, KeyValuePair.Create("expected", expected), KeyValuePair.Create("actual", actual));
}
