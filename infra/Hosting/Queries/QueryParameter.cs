using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Queries;

/// <summary>One query parameter of a route: one declaration for reading it and for the API document.</summary>
public abstract class QueryParameter
{
    private protected QueryParameter(string name, string summary, QueryShape shape) => (Name, Summary, Shape) = (name, summary, shape);

    /// <summary>Its name, camelCase; case counts.</summary>
    public string Name { get; }

    /// <summary>One line for the API document.</summary>
    public string Summary { get; }

    /// <summary>Which values are accepted.</summary>
    public QueryShape Shape { get; }

    /// <summary>Whether it changes which items are found, so that cursors depend on it; false for page size and cursor.</summary>
    internal virtual bool IsFilter => true;

    /// <summary>Reads the values of a request (none when the parameter is absent) and adds what is wrong to <paramref name="errors"/>.</summary>
    internal abstract object? Read(IReadOnlyList<string> values, List<FieldError> errors);
}

/// <summary>A query parameter with a value of type <typeparamref name="T"/>, created by <see cref="Query"/>.</summary>
/// <typeparam name="T">The type that handlers read.</typeparam>
public class QueryParameter<T> : QueryParameter
{
    private readonly Func<IReadOnlyList<string>, List<FieldError>, T> _read;

    internal QueryParameter(string name, string summary, QueryShape shape, Func<IReadOnlyList<string>, List<FieldError>, T> read)
        : base(name, summary, shape) => _read = read;

    internal override object? Read(IReadOnlyList<string> values, List<FieldError> errors) => _read(values, errors);
}

/// <summary>The accepted values of a query parameter, for the API document.</summary>
/// <param name="Type">JSON schema type of one value.</param>
public sealed record QueryShape(string Type)
{
    /// <summary>Whether several values are accepted, as repeated parameters or separated by commas.</summary>
    public bool IsMany { get; init; }

    /// <summary>Whether it is required.</summary>
    public bool IsRequired { get; init; }

    /// <summary>JSON schema format, such as <c>date-time</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The allowed values; null for any.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Smallest number, or fewest characters of a text.</summary>
    public int? Min { get; init; }

    /// <summary>Largest number, or most characters of a text.</summary>
    public int? Max { get; init; }

    /// <summary>Most values, where several are accepted.</summary>
    public int? MaxValues { get; init; }

    /// <summary>The default value as JSON.</summary>
    public string? Default { get; init; }
}
