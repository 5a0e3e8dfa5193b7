using System.Globalization;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Queries;

/// <summary>Validates one value of a query parameter and adds what is wrong to the errors.</summary>
internal static class QueryRules
{
    public const int MaxCode = 64;

    public static string OfLength(string name, string value, int max, List<FieldError> errors)
    {
        if (value.Length > max && value.EnumerateRunes().Count() > max)
        {
            errors.Add(FieldError.TooLong(name, max));
        }

        return value;
    }

    public static string KnownCode(string name, string value, Predicate<string>? isKnown, List<FieldError> errors)
    {
        if (value.Length > MaxCode)
        {
            errors.Add(FieldError.TooLong(name, MaxCode));
        }
        else if (isKnown is not null && !isKnown(value))
        {
            errors.Add(FieldError.UnknownCode(name));
        }

        return value;
    }

    public static T Named<T>(string name, string value, List<FieldError> errors)
        where T : struct, Enum
    {
        if (!CamelCase<T>.TryParse(value, out var parsed))
        {
            errors.Add(FieldError.UnknownCode(name).Accepting(string.Join(", ", CamelCase<T>.Names)));
        }

        return parsed;
    }

    public static int InRange(string name, string value, int min, int max, List<FieldError> errors)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            errors.Add(FieldError.InvalidFormat(name));
            return min;
        }

        if (number < min || number > max)
        {
            errors.Add(FieldError.OutOfRange(name, min, max));
            return min;
        }

        return (int)number;
    }
}
