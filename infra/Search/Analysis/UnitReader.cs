using Marketplace.Text;

namespace Marketplace.Search.Analysis;

/// <summary>The smallest thing a text is made of: a word, or a character of a script written without spaces.</summary>
/// <param name="Code">The code point of a character, or the hash of a folded word (its highest bit is set).</param>
/// <param name="Start">First UTF-16 unit in the text.</param>
/// <param name="End">The UTF-16 unit after the last.</param>
/// <param name="FollowsPrevious">Whether it forms a pair with the unit before it: nothing, or for words at most a connector, stands between.</param>
/// <param name="Touches">Whether nothing at all stands between it and the unit before.</param>
internal readonly record struct TextUnit(ulong Code, int Start, int End, bool FollowsPrevious, bool Touches)
{
    public const ulong WordBit = 1UL << 63;

    public bool IsCharacter => (Code & WordBit) == 0;

    /// <summary>Whether the text has this very character there, rather than another form of it.</summary>
    public bool IsWrittenSo(ReadOnlySpan<char> text) =>
        End - Start == 1 ? text[Start] == Code : End - Start == 2 && char.IsSurrogatePair(text[Start], text[Start + 1])
            && (ulong)char.ConvertToUtf32(text[Start], text[Start + 1]) == Code;
}

/// <summary>Reads text as units, in order.</summary>
internal ref struct UnitReader(ReadOnlySpan<char> text)
{
    private enum Gap : byte
    {
        None,
        Connector,
        Break,
    }

    private FoldedReader _folded = new(text);
    private bool _started;
    private bool _more;
    private Gap _gap = Gap.Break;
    private bool _previousIsCharacter;

    public TextUnit Unit { get; private set; }

    public bool Read()
    {
        if (!_started)
        {
            _started = true;
            _more = _folded.Read();
        }

        for (; _more; _more = _folded.Read())
        {
            switch (_folded.Class)
            {
                case CharacterClass.Character:
                    Emit((ulong)_folded.CodePoint, _folded.Start, _folded.End);
                    _more = _folded.Read();
                    return true;
                case CharacterClass.Word:
                    ReadWord();
                    return true;
                case CharacterClass.Connector when _gap == Gap.None:
                    _gap = Gap.Connector;
                    break;
                case CharacterClass.Break:
                    _gap = Gap.Break;
                    break;
            }
        }

        return false;
    }

    private void ReadWord()
    {
        var start = _folded.Start;
        var end = _folded.End;
        var hash = TermKey.WordSeed;
        for (; _more; _more = _folded.Read())
        {
            if (_folded.Class is CharacterClass.Word or CharacterClass.Mark)
            {
                hash = TermKey.AddToWord(hash, _folded.CodePoint);
                end = _folded.End;
            }
            else if (_folded.Class != CharacterClass.Ignored)
            {
                break;
            }
        }

        Emit(hash | TextUnit.WordBit, start, end);
    }

    private void Emit(ulong code, int start, int end)
    {
        var isCharacter = (code & TextUnit.WordBit) == 0;
        // Between two characters a space separates: Chinese does not write spaces inside words.
        var follows = _gap == Gap.None || (_gap == Gap.Connector && !(isCharacter && _previousIsCharacter));
        Unit = new TextUnit(code, start, end, follows, _gap == Gap.None);
        _gap = Gap.None;
        _previousIsCharacter = isCharacter;
    }
}
