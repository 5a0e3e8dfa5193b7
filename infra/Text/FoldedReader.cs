using System.Buffers;
using System.Text;

namespace Marketplace.Text;

/// <summary>
/// Reads text as code points in NFKC with case folded, each with the part of the text it comes from. Chinese and ASCII take a fast path;
/// everything else is normalized one cluster (a base and its marks) at a time, so that positions stay known.
/// </summary>
/// <param name="text">Any text, malformed UTF-16 included.</param>
public ref struct FoldedReader(ReadOnlySpan<char> text)
{
    // A base with more marks than this is not writing; the rest counts as a cluster of its own.
    private const int MaxCluster = 8;
    private const int MaxPending = (MaxCluster * 18) + 1; // the longest NFKC expansion of one UTF-16 unit is 18

    private readonly ReadOnlySpan<char> _text = text;
    private char[]? _pending;
    private int _pendingNext;
    private int _pendingEnd;
    private int _position;

    /// <summary>The code point that was read.</summary>
    public int CodePoint { get; private set; }

    /// <summary>Its class.</summary>
    public CharacterClass Class { get; private set; }

    /// <summary>First UTF-16 unit of the part it comes from.</summary>
    public int Start { get; private set; }

    /// <summary>UTF-16 unit after that part.</summary>
    public int End { get; private set; }

    /// <summary>Reads the next code point; false at the end.</summary>
    public bool Read()
    {
        if (_pendingNext < _pendingEnd)
        {
            return ReadPending();
        }

        if (_position >= _text.Length)
        {
            return false;
        }

        var c = _text[_position];
        if (c is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF')
        {
            return Take(c, CharacterClass.Character);
        }

        if (c is >= '\uFF01' and <= '\uFF5E')
        {
            c -= (char)0xFEE0;
        }
        else if (c is >= '\u3001' and <= '\u3003' or >= '\u3008' and <= '\u3011' or >= '\u2018' and <= '\u201F')
        {
            return Take(c, CharacterClass.Break);
        }

        if (c < 0x80 && !(_position + 1 < _text.Length && CharacterClasses.MayCompose(_text[_position + 1])))
        {
            if (char.IsAsciiLetterUpper(c))
            {
                c |= (char)0x20;
            }

            return Take(c, CharacterClasses.Of(c));
        }

        return ReadCluster();
    }

    private bool Take(char c, CharacterClass characterClass)
    {
        CodePoint = c;
        Class = characterClass;
        Start = _position++;
        End = _position;
        return true;
    }

    private bool ReadCluster()
    {
        Start = _position;
        // A lone surrogate, and the noncharacters that normalization refuses.
        if (Rune.DecodeFromUtf16(_text[_position..], out _, out var length) != OperationStatus.Done || _text[_position] >= '\uFFFE')
        {
            return Take('\uFFFD', CharacterClass.Break);
        }

        _position += length;
        while (_position < _text.Length && _position - Start < MaxCluster && CharacterClasses.MayCompose(_text[_position]))
        {
            _position++;
        }

        End = _position;
        _pending ??= new char[MaxPending];
        _pendingNext = 0;
        if (!_text[Start..End].TryNormalize(_pending, out _pendingEnd, NormalizationForm.FormKC))
        {
            throw new InvalidOperationException("A cluster grew beyond the bound that NFKC keeps.");
        }

        FoldSharpS();
        return ReadPending();
    }

    // Case folding of one code point to two: only a cluster's base can be it, so once is enough.
    private void FoldSharpS()
    {
        var at = _pending.AsSpan(0, _pendingEnd).IndexOfAny('\u00DF', '\u1E9E');
        if (at < 0)
        {
            return;
        }

        _pending.AsSpan(at, _pendingEnd - at).CopyTo(_pending.AsSpan(at + 1));
        _pending![at] = _pending[at + 1] = 's';
        _pendingEnd++;
    }

    private bool ReadPending()
    {
        Rune.DecodeFromUtf16(_pending.AsSpan(_pendingNext, _pendingEnd - _pendingNext), out var rune, out var length);
        _pendingNext += length;
        CodePoint = rune.Value == 0x3C2 ? 0x3C3 : Rune.ToLowerInvariant(rune).Value; // final sigma folds to sigma
        Class = CharacterClasses.Of(CodePoint);
        return true;
    }
}
