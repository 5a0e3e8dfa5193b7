namespace Marketplace.Identity.Tokens;

/// <summary>The form of what a token may say about its caller.</summary>
internal static class CallerFacts
{
    /// <summary>Characters in a subject, department or name.</summary>
    public const int MaxTextLength = 255;

    public const string AcceptedText = "1–255 characters without control characters";

    public static bool IsText(string value) => value.Length is > 0 and <= MaxTextLength && !value.Any(char.IsControl);

    public static bool IsRegion(string value) => value.Length is 2 or 4 or 6 or 9 or 12 && value.All(char.IsAsciiDigit);

    public static bool IsChannel(string value) => value.Length is > 0 and <= 32 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
