using System.Globalization;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">A JSON path in camelCase (<c>pricing.discount</c>, <c>tags[2]</c>), a query parameter, or a header's name.</param>
/// <param name="Code">A field code of the problem texts.</param>
/// <param name="Values">The values of the text's placeholders, such as <c>max</c>.</param>
public sealed record FieldError(string Field, string Code, params IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>Name of the value that lists what is accepted; it is appended to the code's text.</summary>
    public const string Accepted = "accepted";

    /// <summary>Is required.</summary>
    public static FieldError Required(string field) => new(field, "required");

    /// <summary>Has fewer than <paramref name="min"/> characters or items.</summary>
    public static FieldError TooShort(string field, int min) => new(field, "tooShort", Number("min", min));

    /// <summary>Has more than <paramref name="max"/> characters or items.</summary>
    public static FieldError TooLong(string field, int max) => new(field, "tooLong", Number("max", max));

    /// <summary>Is not a known code.</summary>
    public static FieldError UnknownCode(string field) => new(field, "unknownCode");

    /// <summary>Has the wrong format.</summary>
    public static FieldError InvalidFormat(string field) => new(field, "invalidFormat");

    /// <summary>Is below <paramref name="min"/> or above <paramref name="max"/>.</summary>
    public static FieldError OutOfRange(string field, string min, string max) =>
        new(field, "outOfRange", KeyValuePair.Create("min", min), KeyValuePair.Create("max", max));

    /// <summary>Is below <paramref name="min"/> or above <paramref name="max"/>.</summary>
    public static FieldError OutOfRange(string field, long min, long max) =>
        OutOfRange(field, min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));

    /// <summary>Is not allowed here.</summary>
    public static FieldError NotAllowed(string field) => new(field, "notAllowed");

    /// <summary>Is inconsistent with <paramref name="other"/>.</summary>
    public static FieldError Inconsistent(string field, string other) => new(field, "inconsistent", KeyValuePair.Create("other", other));

    /// <summary>Is given more than once.</summary>
    public static FieldError Duplicate(string field) => new(field, "duplicate");

    /// <summary>Is not a field of this request.</summary>
    public static FieldError UnknownField(string field) => new(field, "unknownField");

    /// <summary>The same error with a list of what is accepted.</summary>
    public FieldError Accepting(string accepted) => this with { Values = [.. Values, KeyValuePair.Create(Accepted, accepted)] };

    private static KeyValuePair<string, string> Number(string name, int value) => KeyValuePair.Create(name, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public bool Equals(FieldError? other) => other is not null && Field == other.Field && Code == other.Code && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Code);
}
