using System.Text;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Queries;

/// <summary>Reads a raw query string with the parameters that a route declares, and reports all errors at once.</summary>
internal static class QueryReader
{
    public static (QueryValues? Values, Refusal? Refusal) Read(string queryString, IReadOnlyList<QueryParameter> declared, string route, CursorCodec cursors)
    {
        if (queryString.Length < 2 && declared.Count == 0)
        {
            return (QueryValues.Empty, null);
        }

        List<FieldError> errors = [];
        var given = QuerySplitter.Split(queryString, declared, errors);
        var scope = Scope(route, declared, given);
        var values = new object?[declared.Count];
        for (var i = 0; i < declared.Count; i++)
        {
            values[i] = ReadOne(declared[i], given[i], scope, cursors, errors);
        }

        return errors.Count == 0
            ? (new QueryValues(declared, values, Pairs(declared, given), cursors, scope), null)
            : (null, errors is [{ Code: ProblemCodes.InvalidCursor }] ? new Refusal(ProblemCodes.InvalidCursor, errors) : Refusal.Invalid(errors));
    }

    private static object? ReadOne(QueryParameter parameter, List<string> values, string scope, CursorCodec cursors, List<FieldError> errors)
    {
        if (values.Count > 1 && !parameter.Shape.IsMany)
        {
            errors.Add(FieldError.Duplicate(parameter.Name));
            return null;
        }

        if (values.Count == 0 && errors.Exists(error => error.Field == parameter.Name))
        {
            return null; // present, but not decodable
        }

        if (parameter != Paging.Cursor || values.Count == 0)
        {
            return parameter.Read(values, errors);
        }

        if (cursors.TryRead(values[0], scope, out var position))
        {
            return position;
        }

        errors.Add(new(parameter.Name, ProblemCodes.InvalidCursor));
        return null;
    }

    /// <summary>Route and filters in a canonical order; values contain no line breaks.</summary>
    private static string Scope(string route, IReadOnlyList<QueryParameter> declared, List<string>[] given)
    {
        var scope = new StringBuilder(route);
        for (var i = 0; i < given.Length; i++)
        {
            if (declared[i].IsFilter && given[i].Count > 0)
            {
                scope.Append('\n').Append(declared[i].Name).Append('=').AppendJoin(',', given[i].Order(StringComparer.Ordinal));
            }
        }

        return scope.ToString();
    }

    private static List<KeyValuePair<string, string>> Pairs(IReadOnlyList<QueryParameter> declared, List<string>[] given)
    {
        List<KeyValuePair<string, string>> pairs = [];
        for (var i = 0; i < given.Length; i++)
        {
            foreach (var value in given[i])
            {
                pairs.Add(new(declared[i].Name, value));
            }
        }

        return pairs;
    }
}
