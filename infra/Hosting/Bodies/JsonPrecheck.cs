using System.Text.Json;
using System.Text.Unicode;

namespace Marketplace.Hosting.Bodies;

/// <summary>
/// Checks in one pass that a JSON text is well-formed, not too deep, valid UTF-8, and has no string with lone surrogates or control characters.
/// </summary>
internal static class JsonPrecheck
{
    public static bool IsAcceptable(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonFormat.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsAcceptable(ref reader))
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsAcceptable(ref Utf8JsonReader reader)
    {
        // Surrogates and most control characters need an escape; DEL and C1 can also appear as the bytes 7F and C2 80–9F.
        if (!reader.ValueIsEscaped && !reader.ValueSpan.ContainsAny((byte)0x7F, (byte)0xC2))
        {
            return true;
        }

        try
        {
            return Unicode.IsAcceptable(reader.GetString());
        }
        catch (InvalidOperationException)
        {
            return false; // a lone surrogate
        }
    }
}
