using Marketplace.Functions.Findings;
using Marketplace.Text;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>A text as the scans for contact data see it: letters and digits one after the other, and what stands between them.</summary>
internal sealed class ContactText(FoldedText text)
{
    public int Length => text.Length;

    /// <summary>Units looked at, each as often as it was: proof that the work is linear.</summary>
    public long Steps { get; set; }

    public FoldedText Folded => text;

    public FoldedUnit this[int i] => text[i];

    public bool IsAlphanumeric(int i) => text[i].IsLetter || text[i].IsDigit;

    /// <summary>The digit a unit stands for, also in Chinese; null for none.</summary>
    public char? DigitOf(int i) => text[i].CodePoint switch
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

    /// <summary>Whether nothing stands between a unit and the one before.</summary>
    public bool IsTight(int i) => text[i].Gap is Gap.None;

    /// <summary>The one sign that stands before a unit, at half its width; null for several or none.</summary>
    public char? JointOf(int i) => Between(i) is [var sign] ? sign is >= '\uFF01' and <= '\uFF5E' ? (char)(sign - 0xFEE0) : sign : null;

    /// <summary>What the original has between a unit and the one before.</summary>
    public ReadOnlySpan<char> Between(int i) =>
        text[i].Start <= text[i - 1].End ? [] : text.Original.AsSpan(text[i - 1].End, text[i].Start - text[i - 1].End);

    public ContactHit Hit(string code, int first, int last) => new(code, new TextRange(text[first].Start, text[last].End - text[first].Start));
}
