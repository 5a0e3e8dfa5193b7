using System.Buffers;
using Marketplace.Text;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>Accounts of WeChat and QQ: a word that announces one, perhaps a filler such as 号, and what looks like the account.</summary>
internal static class AccountScan
{
    private const int FarthestLead = 4;
    private const int MostFillers = 6;
    private const int Shortest = 5;
    private const int Longest = 20;

    private static readonly SearchValues<char> Introducers = SearchValues.Create(" \t\u00A0\u3000\u200B:：-—=＝()（）[]【】“”\"「」");

    public static IEnumerable<ContactHit> Find(ContactText text, ContactPatterns patterns, IEnumerable<(string Kind, TermMatch Match)> words)
    {
        foreach (var (kind, lead) in words)
        {
            var (code, digitsOnly) = kind switch { ContactKinds.WeChat => ("wechatInText", false), ContactKinds.Qq => ("qqInText", true), _ => ("", false) };
            if (code.Length > 0 && EndBehind(text, patterns, lead, digitsOnly) is { } last)
            {
                yield return text.Hit(code, lead.First, last);
            }
        }
    }

    private static int? EndBehind(ContactText text, ContactPatterns patterns, TermMatch lead, bool digitsOnly)
    {
        var first = AfterFillers(text, patterns, lead);
        if (first >= text.Length || !Introduces(text, first))
        {
            return null;
        }

        var last = EndOf(text, first, digitsOnly);
        var length = last - first + 1;
        var isNamed = first > lead.Last + 1 || text.Between(first).ContainsAny(':', '：');
        var hasDigit = Enumerable.Range(first, Math.Max(0, length)).Any(i => text.DigitOf(i) is not null);
        var isAccount = length is >= Shortest and <= Longest && (isNamed || hasDigit) && (digitsOnly || text[first].IsLetter || length > Shortest);
        return isAccount ? last : null;
    }

    private static int AfterFillers(ContactText text, ContactPatterns patterns, TermMatch lead)
    {
        var first = lead.Last + 1;
        while (first < text.Length && first - lead.Last <= MostFillers && patterns.Fillers.Contains(text[first].CodePoint) && Introduces(text, first))
        {
            first++;
            text.Steps++;
        }

        return first;
    }

    private static int EndOf(ContactText text, int first, bool digitsOnly)
    {
        var last = first - 1;
        for (var i = first; i < text.Length && i - first <= Longest; i++)
        {
            text.Steps++;
            if (!(text.DigitOf(i) is not null || (!digitsOnly && text[i].IsLetter)))
            {
                break;
            }

            if (i > first && !text.IsTight(i) && text.JointOf(i) is not ('_' or '-'))
            {
                break;
            }

            last = i;
        }

        return last;
    }

    private static bool Introduces(ContactText text, int i) =>
        text.IsTight(i) || (text.Between(i) is { Length: <= FarthestLead } joint && !joint.ContainsAnyExcept(Introducers));
}
