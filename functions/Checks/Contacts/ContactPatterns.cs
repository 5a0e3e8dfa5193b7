using Marketplace.Text;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>What kinds of entry the data for contacts may have.</summary>
internal static class ContactKinds
{
    /// <summary>A shape of telephone numbers.</summary>
    public const string Phone = "phone";

    /// <summary>A word that leads to a WeChat id.</summary>
    public const string WeChat = "wechat";

    /// <summary>A word that leads to a QQ number.</summary>
    public const string Qq = "qq";

    /// <summary>A character between a lead word and the id, such as 号.</summary>
    public const string Filler = "filler";

    /// <summary>A word right before a number that says that it is something else, such as 登记号.</summary>
    public const string OtherNumber = "otherNumber";

    /// <summary>A word right after a number that makes it a quantity, such as 元.</summary>
    public const string Unit = "unit";

    public static readonly string[] All = [Phone, WeChat, Qq, Filler, OtherNumber, Unit];
}

/// <summary>The patterns by which contact data is recognised, ready for use.</summary>
internal sealed class ContactPatterns
{
    private readonly IReadOnlyList<CheckDataEntry> _words;
    private readonly TermMatcher _matcher;

    public ContactPatterns(CheckData data)
    {
        var entries = data.Entries ?? [];
        Variants = new VariantMap(data.Variants ?? []);
        Shapes = entries.Where(static entry => entry.Kind is ContactKinds.Phone)
            .Select(static entry => DigitShape.TryParse(entry.Term!, out var shape) ? shape : null).OfType<DigitShape>().ToLookup(static shape => shape.Length);
        _words = [.. entries.Where(static entry => entry.Kind is not ContactKinds.Phone and not ContactKinds.Filler)];
        Fillers = entries.Where(static entry => entry.Kind is ContactKinds.Filler)
            .SelectMany(static entry => entry.Term!.EnumerateRunes()).Select(static rune => rune.Value).ToHashSet();
        _matcher = new TermMatcher([.. _words.Select(static entry => entry.Term!)], Variants);
    }

    public VariantMap Variants { get; }

    /// <summary>Shapes by their number of digits.</summary>
    public ILookup<int, DigitShape> Shapes { get; }

    public IReadOnlySet<int> Fillers { get; }

    /// <summary>The words of all kinds that stand in a text.</summary>
    public IEnumerable<(string Kind, TermMatch Match)> Words(FoldedText text, out long steps)
    {
        var scan = _matcher.Find(text);
        steps = scan.Steps;
        return scan.Matches.Where(static match => match.IsWhole).Select(match => (_words[match.Term].Kind!, match));
    }
}
