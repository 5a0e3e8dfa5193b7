using System.Globalization;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">A JSON path in camelCase (<c>pricing.discount</c>, <c>tags[2]</c>), a query parameter, or a header's name.</param>
/// <param name="Code">A code that the problem texts know as a field's.</param>
/// <param name="Values">What the text's placeholders stand for, such as <c>max</c>.</param>
public sealed record FieldError(string Field, string Code, params IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>Name of the value that says what would be accepted; it is added to the code's text.</summary>
    public const string Accepted = "accepted";

    /// <summary>Must be given.</summary>
    public static FieldError Required(string field) => new(field, "required");

    /// <summary>Has fewer than <paramref name="min"/> characters or items.</summary>
    public static FieldError TooShort(string field, int min) => new(field, "tooShort", Number("min", min));

    /// <summary>Has more than <paramref name="max"/> characters or items.</summary>
    public static FieldError TooLong(string field, int max) => new(field, "tooLong", Number("max", max));

    /// <summary>Is none of the known codes.</summary>
    public static FieldError UnknownCode(string field) => new(field, "unknownCode");

    /// <summary>Is not of the form the field has.</summary>
    public static FieldError InvalidFormat(string field) => new(field, "invalidFormat");

    /// <summary>Lies outside the two limits, both of which are allowed.</summary>
    public static FieldError OutOfRange(string field, string min, string max) =>
        new(field, "outOfRange", KeyValuePair.Create("min", min), KeyValuePair.Create("max", max));

    /// <summary>Lies outside the two limits, both of which are allowed.</summary>
    public static FieldError OutOfRange(string field, long min, long max) =>
        OutOfRange(field, min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));

    /// <summary>May not be given here.</summary>
    public static FieldError NotAllowed(string field) => new(field, "notAllowed");

    /// <summary>Contradicts <paramref name="other"/>.</summary>
    public static FieldError Inconsistent(string field, string other) => new(field, "inconsistent", KeyValuePair.Create("other", other));

    /// <summary>Is given twice.</summary>
    public static FieldError Duplicate(string field) => new(field, "duplicate");

    /// <summary>Is no field of this request.</summary>
    public static FieldError UnknownField(string field) => new(field, "unknownField");

    /// <summary>The same error, saying what would be accepted.</summary>
    public FieldError Accepting(string accepted) => this with { Values = [.. Values, KeyValuePair.Create(Accepted, accepted)] };

    private static KeyValuePair<string, string> Number(string name, int value) => KeyValuePair.Create(name, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public bool Equals(FieldError? other) => other is not null && Field == other.Field && Code == other.Code && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, Code);
}
