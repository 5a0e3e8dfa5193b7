using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Queries;

/// <summary>Splits a raw query string into the decoded values of each declared parameter.</summary>
internal static class QuerySplitter
{
    private const int MaxPairs = 200;

    /// <summary>The values of each declared parameter, in its order; none where it is absent or empty.</summary>
    public static List<string>[] Split(string queryString, IReadOnlyList<QueryParameter> declared, List<FieldError> errors)
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

    // A forwarding host joins repeated parameters by commas (docs/host-contract.md §5), so both forms mean the same.
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
}
