using System.Buffers;
using Marketplace.Functions.Findings;
using Marketplace.Text;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>Contact data in a text.</summary>
/// <param name="Code">Code of the finding.</param>
/// <param name="Range">Where, in UTF-16 units of the text.</param>
internal readonly record struct ContactHit(string Code, TextRange Range);

/// <summary>Looks through one text for contact data. Every step looks a bounded way ahead, so the whole is linear in the text.</summary>
internal sealed class ContactScan
{
    private const int WidestJoint = 3;
    private const int FarthestLead = 4;
    private const int MostFillers = 6;
    private const int LongestAccount = 20;
    private const int LongestMailPart = 64;

    private static readonly SearchValues<char> Joiners = SearchValues.Create(" \t\u00A0\u3000\u200B-‐‑–—－.·()（）/_+＋");
    private static readonly SearchValues<char> Introducers = SearchValues.Create(" \t\u00A0\u3000\u200B:：-—=＝()（）[]【】“”\"「」");

    private readonly FoldedText _text;
    private readonly ContactPatterns _patterns;
    private readonly bool[] _isOther;
    private readonly bool[] _isUnit;
    private readonly List<ContactHit> _hits = [];

    private ContactScan(string text, ContactPatterns patterns)
    {
        _patterns = patterns;
        _text = FoldedText.Of(text, patterns.Variants);
        _isOther = new bool[_text.Length + 1];
        _isUnit = new bool[_text.Length + 1];
    }

    private long Steps { get; set; }

    public static IReadOnlyList<ContactHit> Find(string text, ContactPatterns patterns) => Find(text, patterns, out _);

    /// <param name="text">The text.</param>
    /// <param name="patterns">What to look for.</param>
    /// <param name="steps">Units looked at, each as often as it was.</param>
    public static IReadOnlyList<ContactHit> Find(string text, ContactPatterns patterns, out long steps)
    {
        var scan = new ContactScan(text, patterns);
        scan.FindAccounts();
        scan.FindMails();
        scan.FindPhones();
        steps = scan.Steps;
        return WithoutOverlaps(scan._hits);
    }

    /// <summary>Of overlapping hits the first found: a number behind 微信 is an account, although it could be a telephone's.</summary>
    private static List<ContactHit> WithoutOverlaps(List<ContactHit> hits)
    {
        var kept = new List<ContactHit>();
        foreach (var hit in hits.Select(static (hit, rank) => (hit, rank)).OrderBy(static one => one.hit.Range.Start).ThenBy(static one => one.rank).Select(static one => one.hit))
            if (kept.Count == 0 || kept[^1].Range.Start + kept[^1].Range.Length <= hit.Range.Start) kept.Add(hit);
        return kept;
    }

    private void FindAccounts()
    {
        var words = _patterns.Words(_text, out var steps);
        Steps += steps;
        foreach (var (kind, match) in words)
            switch (kind)
            {
                case ContactKinds.WeChat: FindAccount("wechatInText", match, digitsOnly: false); break;
                case ContactKinds.Qq: FindAccount("qqInText", match, digitsOnly: true); break;
                case ContactKinds.Unit: _isUnit[match.First] = true; break;
                case ContactKinds.OtherNumber: Array.Fill(_isOther, true, match.Last + 1, Math.Min(FarthestLead, _text.Length - match.Last)); break;
            }
    }

    private void FindAccount(string code, TermMatch lead, bool digitsOnly)
    {
        var (first, isNamed) = (lead.Last + 1, false);
        while (first < _text.Length && first - lead.Last <= MostFillers && _patterns.Fillers.Contains(_text[first].CodePoint) && Introduces(first))
        {
            (first, isNamed) = (first + 1, true);
            Steps++;
        }

        if (first >= _text.Length || !Introduces(first)) return;
        var last = EndOfAccount(first, digitsOnly);
        var length = last - first + 1;
        isNamed |= Between(first).ContainsAny(':', '：');
        var hasDigit = Enumerable.Range(first, Math.Max(0, length)).Any(i => DigitOf(i) is not null);
        if (length is >= 5 and <= LongestAccount && (isNamed || hasDigit) && (digitsOnly || _text[first].IsLetter || length >= 6)) Add(code, lead.First, last);
    }

    private int EndOfAccount(int first, bool digitsOnly)
    {
        var last = first - 1;
        for (var i = first; i < _text.Length && i - first <= LongestAccount; i++)
        {
            Steps++;
            if (!(DigitOf(i) is not null || (!digitsOnly && _text[i].IsLetter))) break;
            if (i > first && !IsTight(i) && JointOf(i) is not ('_' or '-')) break;
            last = i;
        }

        return last;
    }

    private void FindMails()
    {
        for (var i = 1; i < _text.Length; i++)
        {
            if (_text[i].Gap is Gap.None || Between(i) is not { Length: <= WidestJoint + 2 } between || !between.ContainsAny('@', '＠') || between.Trim(" @＠\u3000").Length > 0) continue;
            var (first, last) = (StartOfMail(i - 1), EndOfMail(i, out var labels));
            if (labels > 1 && _text[last].IsLetter && _text[last - 1].IsLetter && first <= i - 1) Add("mailInText", first, last);
        }
    }

    private int StartOfMail(int at)
    {
        if (!IsAlphanumeric(at)) return at + 1;
        var first = at;
        while (first > 0 && at - first < LongestMailPart && IsAlphanumeric(first - 1) && (IsTight(first) || JointOf(first) is '.' or '_' or '-' or '+'))
        {
            first--;
            Steps++;
        }

        return first;
    }

    private int EndOfMail(int at, out int labels)
    {
        (var last, labels) = (at, 1);
        while (last + 1 < _text.Length && last - at < LongestMailPart && IsAlphanumeric(last) && IsAlphanumeric(last + 1) && (IsTight(last + 1) || JointOf(last + 1) is '.' or '-'))
        {
            if (JointOf(last + 1) is '.') labels++;
            last++;
            Steps++;
        }

        return last;
    }

    private void FindPhones()
    {
        for (var i = 0; i < _text.Length;)
        {
            Steps++;
            var isStart = DigitOf(i) is not null && (i == 0 || DigitOf(i - 1) is null || !IsTight(i));
            i = isStart && EndOfPhone(i) is { } last ? last + 1 : i + 1;
        }
    }

    /// <summary>Last unit of the longest number that begins here and ends where digits end, or null.</summary>
    private int? EndOfPhone(int first)
    {
        Span<char> digits = stackalloc char[DigitShape.MostDigits];
        var (count, end) = (0, (int?)null);
        for (var i = first; i < _text.Length && count < digits.Length; i++)
        {
            Steps++;
            if (DigitOf(i) is not { } digit || (i > first && !Joins(i))) break;
            digits[count++] = digit;
            var ends = i + 1 >= _text.Length || DigitOf(i + 1) is null || !IsTight(i + 1);
            if (ends && FitsSome(digits[..count]) && !IsSomethingElse(first, i)) end = i;
        }

        if (end is { } last) Add("phoneInText", first, last);
        return end;
    }

    private bool FitsSome(ReadOnlySpan<char> digits)
    {
        foreach (var shape in _patterns.Shapes[digits.Length])
            if (shape.Fits(digits)) return true;
        return false;
    }

    /// <summary>Whether a word before, or a letter or a unit right after, says that a number is no telephone's.</summary>
    private bool IsSomethingElse(int first, int last) =>
        _isOther[first] || (last + 1 < _text.Length && IsTight(last + 1) && (_text[last + 1].IsLetter || _isUnit[last + 1]));

    private bool IsAlphanumeric(int i) => _text[i].IsLetter || _text[i].IsDigit;

    private char? DigitOf(int i) => _text[i].CodePoint switch
    {
        >= '0' and <= '9' and var digit => (char)digit,
        '零' or '〇' => '0',
        '一' or '壹' or '幺' => '1',
        '二' or '贰' => '2',
        '三' or '叁' => '3',
        '四' or '肆' => '4',
        '五' or '伍' => '5',
        '六' or '陆' => '6',
        '七' or '柒' => '7',
        '八' or '捌' => '8',
        '九' or '玖' => '9',
        _ => null,
    };

    private bool IsTight(int i) => _text[i].Gap is Gap.None;

    private bool Joins(int i) => IsTight(i) || (Between(i) is { Length: <= WidestJoint } joint && !joint.ContainsAnyExcept(Joiners));

    private bool Introduces(int i) => IsTight(i) || (Between(i) is { Length: <= FarthestLead } joint && !joint.ContainsAnyExcept(Introducers));

    /// <summary>The one sign that stands before a unit, at half its width; null for several or none.</summary>
    private char? JointOf(int i) => Between(i) is [var sign] ? sign is >= '\uFF01' and <= '\uFF5E' ? (char)(sign - 0xFEE0) : sign : null;

    /// <summary>What the original has between a unit and the one before.</summary>
    private ReadOnlySpan<char> Between(int i) =>
        _text[i].Start <= _text[i - 1].End ? [] : _text.Original.AsSpan(_text[i - 1].End, _text[i].Start - _text[i - 1].End);

    private void Add(string code, int first, int last) => _hits.Add(new ContactHit(code, new TextRange(_text[first].Start, _text[last].End - _text[first].Start)));
}
