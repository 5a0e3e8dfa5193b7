using System.Globalization;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Queries;

/// <summary>Declares query parameters. An empty value (<c>q=</c>) means the same as no value, since HTML forms send it so.</summary>
public static class Query
{
    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Free text on one line of at most <paramref name="maxLength"/> Unicode scalar values; null when absent.</summary>
    public static QueryParameter<string?> Text(string name, string summary, int maxLength = 256) =>
        Single<string?>(name, summary, new("string") { Max = maxLength }, null, (value, errors) => QueryRules.OfLength(name, value, maxLength, errors));

    /// <summary>Required free text.</summary>
    public static QueryParameter<string> RequiredText(string name, string summary, int maxLength = 256) =>
        new(name, summary, new("string") { Min = 1, Max = maxLength, IsRequired = true }, (values, errors) =>
        {
            if (values is [var value])
            {
                return QueryRules.OfLength(name, value, maxLength, errors);
            }

            errors.Add(FieldError.Required(name));
            return "";
        });

    /// <summary>One code of at most 64 characters, refused where <paramref name="isKnown"/> is false; null when absent.</summary>
    public static QueryParameter<string?> Code(string name, string summary, Predicate<string>? isKnown = null) =>
        Single<string?>(name, summary, new("string") { Max = QueryRules.MaxCode }, null, (value, errors) => QueryRules.KnownCode(name, value, isKnown, errors));

    /// <summary>Codes of which any may hold (<c>a=1&amp;a=2</c> and <c>a=1,2</c> alike), without repetitions; empty when absent.</summary>
    public static QueryParameter<IReadOnlyList<string>> Many(string name, string summary, Predicate<string>? isKnown = null, int maxValues = 50) =>
        Several(name, summary, new("string") { Max = QueryRules.MaxCode, MaxValues = maxValues }, (value, errors) =>
            QueryRules.KnownCode(name, value, isKnown, errors));

    /// <summary>Codes of a closed list; empty when absent.</summary>
    public static QueryParameter<IReadOnlyList<string>> List(string name, string summary, params IReadOnlyList<string> allowed) =>
        Several(name, summary, new("string") { Allowed = allowed, MaxValues = allowed.Count }, (value, errors) =>
            QueryRules.KnownCode(name, value, allowed.Contains, errors));

    /// <summary>A value of an enumeration in camelCase; null when absent.</summary>
    public static QueryParameter<T?> Enum<T>(string name, string summary)
        where T : struct, Enum =>
        Single<T?>(name, summary, new("string") { Allowed = CamelCase<T>.Names }, null, (value, errors) => QueryRules.Named<T>(name, value, errors));

    /// <summary>A value of an enumeration in camelCase, <paramref name="fallback"/> when absent.</summary>
    public static QueryParameter<T> Enum<T>(string name, string summary, T fallback)
        where T : struct, Enum =>
        Single(name, summary, new("string") { Allowed = CamelCase<T>.Names, Default = $"\"{CamelCase<T>.Name(fallback)}\"" }, fallback, (value, errors) =>
            QueryRules.Named<T>(name, value, errors));

    /// <summary>Values of an enumeration of which any may hold; empty when absent.</summary>
    public static QueryParameter<IReadOnlyList<T>> Enums<T>(string name, string summary)
        where T : struct, Enum =>
        Several(name, summary, new("string") { Allowed = CamelCase<T>.Names, MaxValues = CamelCase<T>.Names.Count }, (value, errors) =>
            QueryRules.Named<T>(name, value, errors));

    /// <summary><c>true</c> or <c>false</c>, the default.</summary>
    public static QueryParameter<bool> Flag(string name, string summary) =>
        Single(name, summary, new("boolean") { Default = "false" }, false, (value, errors) =>
        {
            if (value is not ("true" or "false"))
            {
                errors.Add(FieldError.InvalidFormat(name));
            }

            return value == "true";
        });

    /// <summary>A whole number within limits.</summary>
    public static QueryParameter<int> Number(string name, string summary, int min, int max, int fallback) =>
        Single(name, summary, new("integer") { Min = min, Max = max, Default = fallback.ToString(CultureInfo.InvariantCulture) }, fallback, (value, errors) =>
            QueryRules.InRange(name, value, min, max, errors));

    /// <summary>An instant as of RFC 3339 with its offset; null when absent.</summary>
    public static QueryParameter<DateTimeOffset?> Instant(string name, string summary) =>
        Single<DateTimeOffset?>(name, summary, new("string") { Format = "date-time" }, null, (value, errors) =>
        {
            if (value.Length > 10 && (value[^1] is 'Z' || value.LastIndexOfAny(['+', '-']) > 10)
                && DateTimeOffset.TryParseExact(value, InstantFormats, CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            {
                return instant;
            }

            errors.Add(FieldError.InvalidFormat(name));
            return null;
        });

    /// <summary>A day as <c>yyyy-MM-dd</c>; null when absent.</summary>
    public static QueryParameter<DateOnly?> Date(string name, string summary) =>
        Single<DateOnly?>(name, summary, new("string") { Format = "date" }, null, (value, errors) =>
        {
            if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            errors.Add(FieldError.InvalidFormat(name));
            return null;
        });

    private static QueryParameter<T> Single<T>(string name, string summary, QueryShape shape, T fallback, Func<string, List<FieldError>, T> read) =>
        new(name, summary, shape, (values, errors) => values is [var value] ? read(value, errors) : fallback);

    private static QueryParameter<IReadOnlyList<T>> Several<T>(string name, string summary, QueryShape shape, Func<string, List<FieldError>, T> read) =>
        new(name, summary, shape with { IsMany = true }, (values, errors) =>
        {
            if (values.Count > shape.MaxValues)
            {
                errors.Add(FieldError.TooLong(name, shape.MaxValues.Value));
                return [];
            }

            List<T> items = [];
            foreach (var value in values)
            {
                var before = errors.Count;
                items.Add(read(value, errors));
                if (errors.Count > before)
                {
                    break; // one error per parameter is enough
                }
            }

            return items;
        });
}
