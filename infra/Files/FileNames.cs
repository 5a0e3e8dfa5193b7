using System.Buffers;
using System.Globalization;
using System.Text;

namespace Marketplace.Files;

/// <summary>Why a text is no file name.</summary>
public enum FileNameFault
{
    /// <summary>Nothing is in it.</summary>
    Empty,

    /// <summary>It is longer than <see cref="FileNames.MaxLength"/>.</summary>
    TooLong,

    /// <summary>It has control characters, half a character, marks that change the direction of writing, or characters without width.</summary>
    Deceptive,

    /// <summary>It names a folder or a drive, or has a character that some system forbids: <c>/ \ : * ? " &lt; &gt; |</c>.</summary>
    PathPart,

    /// <summary>It begins or ends with a dot or a blank.</summary>
    Edge,

    /// <summary>It is a device to Windows, such as <c>CON</c>.</summary>
    Reserved,

    /// <summary>Its extension is none of the declared type.</summary>
    Extension,
}

/// <summary>Rules of file names that every system can keep and nobody misreads.</summary>
public static class FileNames
{
    /// <summary>Longest name in Unicode scalar values after NFC.</summary>
    public const int MaxLength = 120;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");

    private static readonly HashSet<string> Devices = new(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. "123456789¹²³".SelectMany(static digit => new[] { $"COM{digit}", $"LPT{digit}" }),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The name in NFC, or why it is none.</summary>
    /// <param name="name">As the client sent it.</param>
    /// <param name="type">What the file is declared to be; null to take any extension.</param>
    /// <param name="normalized">The name as it is kept; the name as sent when there is a fault.</param>
    public static FileNameFault? Check(string? name, FileType? type, out string normalized)
    {
        normalized = name ?? "";
        if (string.IsNullOrWhiteSpace(name))
        {
            return FileNameFault.Empty;
        }

        if (!IsWellFormed(name))
        {
            return FileNameFault.Deceptive;
        }

        normalized = name.Normalize(NormalizationForm.FormC);
        return FaultOf(normalized) ?? (type is null || HasExtension(normalized, type.Value) ? null : FileNameFault.Extension);
    }

    /// <summary>
    /// The first character that hides something, and its place in Unicode scalar values from 1: it is invisible, changes how the others read, stands
    /// for nothing, or is half a character (given as U+FFFD). Names of anything should have none.
    /// </summary>
    public static (Rune Character, int Position)? FindDeceptive(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var position = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            position++;
            if (IsDeceptive(rune))
            {
                return (rune, position);
            }
        }

        return null;
    }

    private static bool IsDeceptive(Rune rune) => rune.IsBmp && IsDeceptive((char)rune.Value)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    /// <summary>Whether a character hides something: it is invisible or changes how the others read.</summary>
    internal static bool IsDeceptive(char letter) =>
        char.GetUnicodeCategory(
            letter) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || letter is '\u034F' or '\u115F' or '\u1160' or '\u3164' or '\uFFA0' or '\u2800' or '\uFFFC' or '\uFFFD' or (>= '\uFE00' and <= '\uFE0F');

    private static FileNameFault? FaultOf(string name)
    {
        if (name.EnumerateRunes().Count() > MaxLength)
        {
            return FileNameFault.TooLong;
        }

        if (FindDeceptive(name) is not null)
        {
            return FileNameFault.Deceptive;
        }

        if (name.AsSpan().ContainsAny(Forbidden))
        {
            return FileNameFault.PathPart;
        }

        if (IsEdge(name[0]) || IsEdge(name[^1]))
        {
            return FileNameFault.Edge;
        }

        return Devices.Contains(name[..IndexOfDot(name)].TrimEnd()) ? FileNameFault.Reserved : null;
    }

    private static bool IsWellFormed(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i]))
            {
                continue;
            }

            if (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    private static bool IsEdge(char letter) => letter is '.' || char.IsWhiteSpace(letter);

    private static int IndexOfDot(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : name.Length;

    private static bool HasExtension(string name, FileType type) =>
        FileTypes.Of(type).Extensions.Any(extension => name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
