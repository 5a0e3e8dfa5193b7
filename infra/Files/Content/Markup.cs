namespace Marketplace.Files.Content;

/// <summary>Web pages hidden in pictures: a browser that guesses types would run them.</summary>
internal static class Markup
{
    private static readonly string[] Marks = ["<script", "<html", "<!doctype html", "<?php", "<iframe"];

    public static bool IsIn(Stream stream, InspectionBudget budget)
    {
        var found = false;
        Windows.Slide(stream, budget, (window, from, to, _) => found = found || IsIn(window, from, to));
        return found;
    }

    private static bool IsIn(ReadOnlySpan<byte> window, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            var next = window[at..to].IndexOf((byte)'<');
            if (next < 0)
            {
                return false;
            }

            at += next;
            if (BeginsWithMark(window[at..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWithMark(ReadOnlySpan<byte> text)
    {
        foreach (var mark in Marks)
        {
            if (text.Length > mark.Length && System.Text.Ascii.EqualsIgnoreCase(text[..mark.Length], mark) && EndsName(text[mark.Length]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsName(byte letter) => letter is (byte)'>' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'/';
}
