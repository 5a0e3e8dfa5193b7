using System.Buffers;
using System.Text;

namespace Marketplace.Storage.Pipeline;

/// <summary>Texts as .NET holds them.</summary>
internal static class Utf16
{
    /// <summary>Whether every surrogate is paired; an unpaired one would come back as U+FFFD.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is var at and >= 0)
        {
            text = text[at..];
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
