namespace Marketplace.Search.Analysis;

/// <summary>Gathers the terms of a query, each once and not more than <see cref="QueryParser.MaxTerms"/> of a role.</summary>
internal sealed class ParsedQueryBuilder : IQueryParts
{
    // What a phrase requires anyway is not a word that could be left out, so phrases come first.
    private static readonly TermRole[] Roles = [TermRole.Phrase, TermRole.Word, TermRole.Neighbours, TermRole.Character, TermRole.Name];

    private readonly List<ulong>[] _terms = [[], [], [], [], []];
    private readonly List<PhrasePattern> _phrases = [];
    private readonly List<Exclusion> _exclusions = [];
    private TextUnit? _lastOfWords;

    public void AddName(ReadOnlySpan<char> text)
    {
        var counts = TermKey.StartName();
        var reader = new UnitReader(text);
        var any = false;
        for (; reader.Read(); any = true)
        {
            counts = TermKey.AddToName(counts, reader.Unit.Code);
        }

        if (any)
        {
            Add(TermRole.Name, counts);
        }
    }

    public void AddWords(ReadOnlySpan<char> text, bool excluded)
    {
        var units = UnitsOf(text);
        if (units.Count == 0)
        {
            return;
        }

        if (excluded)
        {
            Exclude(units, phrase: null);
            return;
        }

        for (var i = 0; i < units.Count; i++)
        {
            var inRun = i > 0 && JoinsRun(units[i - 1], units[i]);
            var runGoesOn = i + 1 < units.Count && JoinsRun(units[i], units[i + 1]);
            if (inRun)
            {
                Add(TermRole.Word, TermKey.Pair(units[i - 1].Code, units[i].Code));
            }
            else if (_lastOfWords is { } last)
            {
                Add(TermRole.Neighbours, TermKey.Pair(last.Code, units[i].Code));
            }

            if (inRun || runGoesOn)
            {
                Add(TermRole.Character, TermKey.Of(units[i].Code));
            }
            else
            {
                Add(TermRole.Word, TermKey.Of(units[i].Code));
            }

            _lastOfWords = units[i];
        }
    }

    public void AddPhrase(ReadOnlySpan<char> text, bool excluded)
    {
        var units = UnitsOf(text);
        if (units.Count == 0)
        {
            return;
        }

        var pattern = new PhrasePattern([.. units]);
        if (excluded)
        {
            Exclude(units, pattern.IsProvenByTerms ? null : pattern);
            return;
        }

        foreach (var key in PhraseKeys(units))
        {
            Add(TermRole.Phrase, key);
        }

        if (_phrases.Count < QueryParser.MaxTerms)
        {
            _phrases.Add(pattern);
        }

        _lastOfWords = null;
    }

    public ParsedQuery Finish()
    {
        var terms = new List<QueryTerm>();
        foreach (var role in Roles)
        {
            foreach (var key in _terms[(int)role])
            {
                if (!terms.Exists(term => term.Key == key))
                {
                    terms.Add(new QueryTerm(key, role));
                }
            }
        }

        if (_exclusions.Count > 0)
        {
            terms.RemoveAll(term => term.Role == TermRole.Name);
        }

        return new ParsedQuery([.. terms], [.. _phrases], [.. _exclusions]);
    }

    private static bool JoinsRun(TextUnit first, TextUnit second) => first.IsCharacter && second.IsCharacter && second.FollowsPrevious;

    private static List<TextUnit> UnitsOf(ReadOnlySpan<char> text)
    {
        var units = new List<TextUnit>();
        var reader = new UnitReader(text);
        while (units.Count <= QueryParser.MaxTerms && reader.Read())
        {
            units.Add(reader.Unit);
        }

        return units;
    }

    private static List<ulong> PhraseKeys(List<TextUnit> units)
    {
        var keys = new List<ulong>();
        for (var i = 0; i < units.Count; i++)
        {
            var paired = i > 0 && units[i].FollowsPrevious;
            if (paired)
            {
                keys.Add(TermKey.Pair(units[i - 1].Code, units[i].Code));
            }
            else if (i + 1 == units.Count || !units[i + 1].FollowsPrevious)
            {
                keys.Add(TermKey.Of(units[i].Code));
            }
        }

        return keys;
    }

    private void Exclude(List<TextUnit> units, PhrasePattern? phrase)
    {
        if (_exclusions.Count < QueryParser.MaxTerms)
        {
            _exclusions.Add(new Exclusion([.. PhraseKeys(units)], phrase));
        }
    }

    private void Add(TermRole role, ulong key)
    {
        if (_terms[(int)role].Count < QueryParser.MaxTerms && !_terms[(int)role].Contains(key))
        {
            _terms[(int)role].Add(key);
        }
    }
}
