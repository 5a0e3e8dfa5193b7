using Marketplace.Functions.Findings;
using Marketplace.Text;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>Contact data in a text.</summary>
/// <param name="Code">Code of the finding.</param>
/// <param name="Range">Where, in UTF-16 units of the text.</param>
internal readonly record struct ContactHit(string Code, TextRange Range);

/// <summary>Looks through one text for contact data. Every step looks a bounded way ahead, so the whole is linear in the text.</summary>
internal static class ContactScan
{
    /// <summary>How far behind a word such as 证书编号 a number is that word's.</summary>
    private const int FarthestLead = 4;

    public static IReadOnlyList<ContactHit> Find(string text, ContactPatterns patterns) => Find(text, patterns, out _);

    /// <param name="text">The text.</param>
    /// <param name="patterns">What to look for.</param>
    /// <param name="steps">Units looked at, each as often as it was.</param>
    public static IReadOnlyList<ContactHit> Find(string text, ContactPatterns patterns, out long steps)
    {
        var folded = new ContactText(FoldedText.Of(text, patterns.Variants));
        var words = patterns.Words(folded.Folded, out var matching).ToList();
        var (others, units) = Mark(words, folded.Length);
        var hits = AccountScan.Find(folded, patterns, words).Concat(MailScan.Find(folded)).Concat(PhoneScan.Find(folded, patterns, others, units)).ToList();
        steps = folded.Steps + matching;
        return WithoutOverlaps(hits);
    }

    /// <summary>Where numbers of other kinds begin, and where units of measurement do.</summary>
    private static (bool[] Others, bool[] Units) Mark(IEnumerable<(string Kind, TermMatch Match)> words, int length)
    {
        var (others, units) = (new bool[length + 1], new bool[length + 1]);
        foreach (var (kind, match) in words)
        {
            if (kind == ContactKinds.Unit)
            {
                units[match.First] = true;
            }

            if (kind == ContactKinds.OtherNumber)
            {
                Array.Fill(others, true, match.Last + 1, Math.Min(FarthestLead, length - match.Last));
            }
        }

        return (others, units);
    }

    /// <summary>Of overlapping hits the first found: a number behind 微信 is an account, although it could be a telephone's.</summary>
    private static List<ContactHit> WithoutOverlaps(List<ContactHit> hits)
    {
        var kept = new List<ContactHit>();
        foreach (var hit in hits.OrderBy(static one => one.Range.Start))
        {
            if (kept.Count == 0 || kept[^1].Range.Start + kept[^1].Range.Length <= hit.Range.Start)
            {
                kept.Add(hit);
            }
        }

        return kept;
    }
}
