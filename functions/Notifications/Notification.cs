using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Functions.Notifications;

/// <summary>Something a recipient is told (通知). It names a subject and a reason; it holds no contact and no person's name.</summary>
/// <param name="Id">32 hexadecimal digits, the same however often the same event is posted: see <see cref="Of"/>.</param>
/// <param name="Recipient">Whom it is for.</param>
/// <param name="Code">A code that <see cref="NotificationTexts"/> knows.</param>
/// <param name="At">When it happened, as the state says.</param>
internal sealed record Notification(string Id, Recipient Recipient, string Code, DateTimeOffset At)
{
    /// <summary>Notifications are kept this long; older ones are no longer posted.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    public const int IdLength = 32;

    public string? ListingId { get; init; }

    public string? SubmissionId { get; init; }

    /// <summary>Credit code of the vendor it is about.</summary>
    public string? Vendor { get; init; }

    /// <summary>The state the subject is in now, camelCase.</summary>
    public string? State { get; init; }

    /// <summary>The reason that was given, as it was given.</summary>
    public string? Reason { get; init; }

    /// <summary>What the text's placeholders stand for.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>A notification whose id follows from what caused it, for whom, and what it says.</summary>
    /// <param name="cause">Names the one occurrence, such as <c>listings/abc#12</c>: chain and sequence of its audit entry.</param>
    /// <param name="recipient">Whom it is for.</param>
    /// <param name="code">What it says.</param>
    /// <param name="at">When it happened.</param>
    public static Notification Of(string cause, Recipient recipient, string code, DateTimeOffset at) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{cause}\n{recipient}\n{code}")))[..IdLength], recipient, code, at);

    public static bool IsId(string? text) => text is { Length: IdLength } && text.All(char.IsAsciiHexDigitLower);
}
