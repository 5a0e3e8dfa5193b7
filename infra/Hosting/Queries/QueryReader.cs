using System.Text;

namespace Marketplace.Hosting;

/// <summary>Reads a raw query string against the parameters a route declares, finding everything that is wrong at once.</summary>
internal static class QueryReader
{
    private const int MaxPairs = 200;

    public static (QueryValues? Values, Refusal? Refusal) Read(string queryString, IReadOnlyList<QueryParameter> declared, string route, CursorCodec cursors)
    {
        if (queryString.Length < 2 && declared.Count == 0)
        {
            return (QueryValues.Empty, null);
        }

        List<FieldError> errors = [];
        var given = Split(queryString, declared, errors);
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

    private static List<string>[] Split(string queryString, IReadOnlyList<QueryParameter> declared, List<FieldError> errors)
    {
        var given = new List<string>[declared.Count];
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = [];
        }

        var rest = queryString.AsSpan().TrimStart('?');
        var pairs = 0;
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (++pairs > MaxPairs)
            {
                errors.Add(FieldError.TooLong("query", MaxPairs));
                break;
            }

            Add(pair, declared, given, errors);
        }

        return given;
    }

    private static void Add(ReadOnlySpan<char> pair, IReadOnlyList<QueryParameter> declared, List<string>[] given, List<FieldError> errors)
    {
        var equals = pair.IndexOf('=');
        if (!PercentEncoding.TryDecode(equals < 0 ? pair : pair[..equals], out var name) || !Unicode.IsAcceptableLine(name))
        {
            AddOnce(errors, FieldError.InvalidFormat("query"));
            return;
        }

        var index = IndexOf(name, declared);
        if (index < 0)
        {
            AddOnce(errors, FieldError.UnknownField(name.Length <= 64 ? name : name[..64]));
            return;
        }

        if (!PercentEncoding.TryDecode(equals < 0 ? default : pair[(equals + 1)..], out var value) || !Unicode.IsAcceptableLine(value))
        {
            AddOnce(errors, FieldError.InvalidFormat(name));
        }
        else if (!declared[index].Shape.IsMany)
        {
            if (value.Length > 0)
            {
                given[index].Add(value);
            }
        }
        else if (value.Length > 0)
        {
            AddEach(declared[index], value, given[index], errors);
        }
    }

    // A forwarding host joins repeated parameters by commas (functions-host-contract.md, section 5), so both spellings mean the same.
    private static void AddEach(QueryParameter parameter, string value, List<string> values, List<FieldError> errors)
    {
        foreach (var one in value.Split(','))
        {
            if (one.Length == 0)
            {
                AddOnce(errors, FieldError.InvalidFormat(parameter.Name));
            }
            else if (values.Count <= parameter.Shape.MaxValues && !values.Contains(one))
            {
                values.Add(one);
            }
        }
    }

    private static void AddOnce(List<FieldError> errors, FieldError error)
    {
        if (!errors.Contains(error))
        {
            errors.Add(error);
        }
    }

    private static int IndexOf(string name, IReadOnlyList<QueryParameter> declared)
    {
        for (var i = 0; i < declared.Count; i++)
        {
            if (declared[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Route and filters, in one spelling whatever the order they were given in; values hold no line breaks.</summary>
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
