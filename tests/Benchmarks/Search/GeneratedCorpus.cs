using System.Globalization;
using System.Text;
using Marketplace.Search;

namespace Marketplace.Benchmarks.Search;

/// <summary>
/// Listings with a realistic spread of words: 8,000 distinct words of 2 (65 %), 3 (20 %) or 4 (15 %) of the 3,755 common characters (characters drawn by Zipf's
/// law, so that frequent ones share words), drawn by Zipf's law with exponent 1, a comma or full stop about every eighth word, one Latin word or number in 40.
/// Names have 6 to 30 characters. Regions (21 cities, 6 counties each), 25 themes, 100 departments, 3 kinds, 3 reuse models and 3,000 vendors are keyword
/// fields.
/// </summary>
internal sealed class GeneratedCorpus
{
    private const int Words = 8000;

    private readonly Random _random;
    private readonly string[] _words;
    private readonly double[] _cumulative;

    public GeneratedCorpus(int seed)
    {
        _random = new Random(seed);
        var characters = CommonCharacters();
        _random.Shuffle(characters);
        var byCharacter = Zipf(characters.Length);
        _words = [.. Enumerable.Range(0, Words * 2)
            .Select(_ => string.Concat(Enumerable.Range(0, Draw(0.65, 0.85) + 2).Select(_ => characters[Draw(byCharacter)])))
            .Distinct()
            .Take(Words)];
        _cumulative = Zipf(_words.Length);
    }

    /// <summary>A word, frequent ones more often.</summary>
    public string Word() => _words[Draw(_cumulative)];

    public SearchDocument Listing(int number, int bodyLength)
    {
        var city = _random.Next(1, 22);
        var region = new List<string> { "44" };
        if (_random.NextDouble() < 0.9)
        {
            region.Add($"44{city:00}");
        }

        if (region.Count == 2 && _random.NextDouble() < 0.7)
        {
            region.Add($"44{city:00}{_random.Next(1, 7):00}");
        }

        var themes = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(25)).SelectMany(theme => (string[])[$"g{theme % 6}", $"t{theme:00}"]);
        var name = Text(_random.Next(6, 31));
        var published = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(_random.Next(500_000));
        return new SearchDocument
        {
            Id = $"listing-{number:x8}",
            Version = 1,
            Name = name,
            Summary = Text(60),
            Body = Text(bodyLength),
            Tags = [Word(), Word()],
            Keywords =
            [
                new("region", region),
                new("theme", [.. themes]),
                new("department", [$"d{_random.Next(100):000}"]),
                new("kind", [$"k{_random.Next(3)}"]),
                new("reuseModel", [$"r{_random.Next(3)}"]),
                new("vendor", [$"v{_random.Next(3000)}"]),
            ],
            Attention = Math.Round(_random.NextDouble() * 1000, 1),
            PublishedAt = published,
            UpdatedAt = published.AddDays(_random.Next(100)),
            Completions = [new(name, "name")],
            Stored = Encoding.UTF8.GetBytes($$"""{"id":"listing-{{number:x8}}","name":"{{name}}","region":"{{region[^1]}}"}"""),
        };
    }

    public static long TextBytes(SearchDocument document) =>
        Encoding.UTF8.GetByteCount(document.Name) + Encoding.UTF8.GetByteCount(document.Summary) + Encoding.UTF8.GetByteCount(document.Body)
            + document.Tags.Sum(Encoding.UTF8.GetByteCount);

    public int Next(int below) => _random.Next(below);

    private string Text(int length)
    {
        var text = new StringBuilder(length + 8);
        while (text.Length < length)
        {
            var chance = _random.NextDouble();
            text.Append(chance < 0.025 ? _random.Next(2) == 0 ? "AI" : _random.Next(2000, 2030).ToString(CultureInfo.InvariantCulture) : Word());
            if (chance > 0.88)
            {
                text.Append(chance > 0.96 ? '。' : '，');
            }
        }

        return text.ToString(0, length);
    }

    private int Draw(double first, double second) => _random.NextDouble() is var chance && chance < first ? 0 : chance < second ? 1 : 2;

    private int Draw(double[] cumulative) => Array.BinarySearch(cumulative, _random.NextDouble() * cumulative[^1]) is var at && at < 0 ? ~at : at;

    private static double[] Zipf(int count)
    {
        var cumulative = new double[count];
        for (var i = 0; i < count; i++)
        {
            cumulative[i] = (i == 0 ? 0 : cumulative[i - 1]) + (1.0 / (i + 1));
        }

        return cumulative;
    }

    // GB 2312 level 1: rows 16 to 55.
    private static char[] CommonCharacters()
    {
        var gb2312 = CodePagesEncodingProvider.Instance.GetEncoding("GB2312")!;
        return [.. Enumerable.Range(0, 3755).Select(i => gb2312.GetString([(byte)(0xB0 + (i / 94)), (byte)(0xA1 + (i % 94))])[0])];
    }
}
