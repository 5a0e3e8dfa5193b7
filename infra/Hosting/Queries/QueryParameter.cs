using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Queries;

/// <summary>One query parameter of a route: declared once, used for reading and for the API document.</summary>
public abstract class QueryParameter
{
    private protected QueryParameter(string name, string summary, QueryShape shape) => (Name, Summary, Shape) = (name, summary, shape);

    /// <summary>Its name, camelCase; case counts.</summary>
    public string Name { get; }

    /// <summary>One line for the API document.</summary>
    public string Summary { get; }

    /// <summary>What values it takes.</summary>
    public QueryShape Shape { get; }

    /// <summary>Whether it chooses what is answered, so that a cursor is bound to it; false for the page's size and place.</summary>
    internal virtual bool IsFilter => true;

    /// <summary>Reads the given values (none when it is absent); what is wrong goes to <paramref name="errors"/>.</summary>
    internal abstract object? Read(IReadOnlyList<string> values, List<FieldError> errors);
}

/// <summary>A query parameter whose value is a <typeparamref name="T"/>; made by <see cref="Query"/>.</summary>
/// <typeparam name="T">What a handler reads.</typeparam>
public class QueryParameter<T> : QueryParameter
{
    private readonly Func<IReadOnlyList<string>, List<FieldError>, T> _read;

    internal QueryParameter(string name, string summary, QueryShape shape, Func<IReadOnlyList<string>, List<FieldError>, T> read)
        : base(name, summary, shape) => _read = read;

    internal override object? Read(IReadOnlyList<string> values, List<FieldError> errors) => _read(values, errors);
}

/// <summary>What values a query parameter takes, for the API document.</summary>
/// <param name="Type">JSON schema type of one value.</param>
public sealed record QueryShape(string Type)
{
    /// <summary>Whether several values may be given, as repeated parameters or joined by commas.</summary>
    public bool IsMany { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>JSON schema format, such as <c>date-time</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The allowed values; null for any.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Smallest number, or fewest characters of a text.</summary>
    public int? Min { get; init; }

    /// <summary>Largest number, or most characters of a text.</summary>
    public int? Max { get; init; }

    /// <summary>Most values, when several may be given.</summary>
    public int? MaxValues { get; init; }

    /// <summary>What an absent parameter means, as JSON.</summary>
    public string? Default { get; init; }
}
