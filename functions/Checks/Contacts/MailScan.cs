namespace Marketplace.Functions.Checks.Contacts;

/// <summary>Mail addresses: an @, however wide and with blanks around it, between a name and a domain of two labels or more.</summary>
internal static class MailScan
{
    private const int WidestAt = 5;
    private const int LongestPart = 64;

    public static IEnumerable<ContactHit> Find(ContactText text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text.IsTight(i) || !IsAt(text.Between(i)))
            {
                continue;
            }

            var (first, last) = (StartOf(text, i - 1), EndOf(text, i, out var labels));
            if (labels > 1 && text[last].IsLetter && text[last - 1].IsLetter && first <= i - 1)
            {
                yield return text.Hit("mailInText", first, last);
            }
        }
    }

    private static bool IsAt(ReadOnlySpan<char> between) =>
        between.Length <= WidestAt && between.ContainsAny('@', '＠') && between.Trim(" @＠\u3000").Length == 0;

    private static int StartOf(ContactText text, int at)
    {
        if (!text.IsAlphanumeric(at))
        {
            return at + 1;
        }

        var first = at;
        while (first > 0 && at - first < LongestPart && text.IsAlphanumeric(first - 1)
            && (text.IsTight(first) || text.JointOf(first) is '.' or '_' or '-' or '+'))
        {
            first--;
            text.Steps++;
        }

        return first;
    }

    private static int EndOf(ContactText text, int at, out int labels)
    {
        (var last, labels) = (at, 1);
        while (last + 1 < text.Length && last - at < LongestPart && text.IsAlphanumeric(last) && text.IsAlphanumeric(last + 1)
            && (text.IsTight(last + 1) || text.JointOf(last + 1) is '.' or '-'))
        {
            if (text.JointOf(last + 1) is '.')
            {
                labels++;
            }

            last++;
            text.Steps++;
        }

        return last;
    }
}
