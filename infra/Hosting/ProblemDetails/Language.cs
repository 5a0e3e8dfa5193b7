using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>The languages of problem texts.</summary>
public enum Language
{
    /// <summary>zh-CN, the default.</summary>
    Chinese,

    /// <summary>en.</summary>
    English,
}

/// <summary>Chooses the language of a response (RFC 9110, section 12.5.4).</summary>
public static class Languages
{
    /// <summary>
    /// The language with the higher weight in <c>Accept-Language</c>; Chinese when the weights are equal, or the header is absent or malformed.
    /// </summary>
    public static Language LanguageOf(this HttpRequest request)
    {
        var header = request.Headers.AcceptLanguage;
        if (header.Count == 0 || !StringWithQualityHeaderValue.TryParseList(header, out var ranges))
        {
            return Language.Chinese;
        }

        return WeightOf("en", ranges) > WeightOf("zh", ranges) ? Language.English : Language.Chinese;
    }

    /// <summary>The value of <c>Content-Language</c>.</summary>
    public static string Tag(this Language language) => language is Language.English ? "en" : "zh-CN";

    private static double WeightOf(string language, IList<StringWithQualityHeaderValue> ranges)
    {
        var (named, any) = (-1.0, 0.0);
        foreach (var range in ranges)
        {
            var weight = range.Quality ?? 1;
            if (range.Value.Equals("*", StringComparison.Ordinal))
            {
                any = weight;
            }
            else if (IsOf(language, range.Value.AsSpan()))
            {
                named = Math.Max(named, weight);
            }
        }

        return named >= 0 ? named : any;
    }

    private static bool IsOf(string language, ReadOnlySpan<char> range) =>
        range.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (range.Length == language.Length || range[language.Length] == '-');
}
