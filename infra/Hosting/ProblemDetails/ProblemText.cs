namespace Marketplace.Hosting.ProblemDetails;

/// <summary>The text of a problem in one language.</summary>
/// <param name="Title">A short sentence that is the same for every occurrence.</param>
/// <param name="Detail">How to solve the problem; null where the title is enough.</param>
public sealed record ProblemText(string Title, string? Detail);

/// <summary>One problem code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Status">Its HTTP status, 400–599.</param>
/// <param name="Chinese">The text in Chinese.</param>
/// <param name="English">The text in English.</param>
public sealed record ProblemEntry(string Code, int Status, ProblemText Chinese, ProblemText English)
{
    /// <summary>The text in <paramref name="language"/>.</summary>
    public ProblemText In(Language language) => language is Language.English ? English : Chinese;
}

/// <summary>One field code; texts may contain placeholders such as <c>{max}</c>.</summary>
/// <param name="Code">The code.</param>
/// <param name="Chinese">The text in Chinese.</param>
/// <param name="English">The text in English.</param>
public sealed record FieldEntry(string Code, string Chinese, string English)
{
    /// <summary>The text for <paramref name="error"/> in <paramref name="language"/>.</summary>
    public string Format(FieldError error, Language language)
    {
        var text = language is Language.English ? English : Chinese;
        foreach (var (name, value) in error.Values)
        {
            text = name == FieldError.Accepted
                ? text + (language is Language.English ? $"; accepted: {value}" : $"；可填：{value}")
                : text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
