using System.Reflection;
using System.Text;
using Marketplace.Hosting.App;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Queries;

/// <summary>The valid values of the query parameters that a route declares with <c>Reads</c>; handlers have it as a parameter.</summary>
public sealed class QueryValues : IBindableFromHttpContext<QueryValues>
{
    private readonly IReadOnlyList<QueryParameter> _parameters;
    private readonly object?[] _values;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _given;
    private readonly CursorCodec? _cursors;
    private readonly string _scope;

    internal QueryValues(
        IReadOnlyList<QueryParameter> parameters, object?[] values, IReadOnlyList<KeyValuePair<string, string>> given, CursorCodec? cursors, string scope) =>
        (_parameters, _values, _given, _cursors, _scope) = (parameters, values, given, cursors, scope);

    internal static QueryValues Empty { get; } = new([], [], [], null, "");

    /// <summary>The value of a declared parameter.</summary>
    /// <exception cref="KeyNotFoundException">The route does not declare it: a defect.</exception>
    public T Get<T>(QueryParameter<T> parameter)
    {
        for (var i = 0; i < _parameters.Count; i++)
        {
            if (ReferenceEquals(_parameters[i], parameter))
            {
                return (T)_values[i]!;
            }
        }

        throw new KeyNotFoundException($"The route does not declare the query parameter '{parameter.Name}'.");
    }

    /// <summary>Signs where the next page starts, so that the cursor is valid with these filters only; null for the last page.</summary>
    /// <param name="continuation">The store's own text for the position, at most 1,024 UTF-8 bytes; clients can read it.</param>
    public string? NextCursor(string? continuation) =>
        continuation is null ? null : (_cursors ?? throw new InvalidOperationException("The route does not declare Paging.Cursor."))
            .Protect(continuation, _scope);

    static ValueTask<QueryValues?> IBindableFromHttpContext<QueryValues>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(RequestState.Of(context).Query);

    /// <summary>The <c>Link</c> header of the next page: the URL of this request with another cursor and the same filters.</summary>
    public string LinkTo(HttpRequest request, string nextCursor) => $"<{AddressWith(request.Path, nextCursor)}>; rel=\"next\"";

    private string AddressWith(PathString path, string cursor)
    {
        var address = new StringBuilder(path.ToUriComponent()).Append('?');
        foreach (var (name, value) in _given)
        {
            if (name != Paging.Cursor.Name)
            {
                address.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
            }
        }

        return address.Append(Paging.Cursor.Name).Append('=').Append(cursor).ToString();
    }
}
