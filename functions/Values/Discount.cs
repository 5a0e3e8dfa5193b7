using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Values;

/// <summary>
/// A committed discount (承诺折扣) as the fraction of the list price that is paid: <c>"0.30"</c> means three tenths of it.
/// Whether it lies between 0 and 1 is a rule of the listing, not of the type.
/// </summary>
/// <param name="Fraction">The fraction paid, at most four decimals.</param>
[JsonConverter(typeof(DiscountConverter))]
public readonly record struct Discount(decimal Fraction)
{
    /// <summary>At least two decimals, such as <c>0.30</c> or <c>0.125</c>.</summary>
    public override string ToString() => Fraction.ToString("0.00##", CultureInfo.InvariantCulture);
}

/// <summary>The wire form of <see cref="Discount"/>: a decimal string.</summary>
public sealed class DiscountConverter : JsonConverter<Discount>, IAcceptedValues
{
    /// <inheritdoc/>
    public string Accepted => "\"0.30\"";

    /// <inheritdoc/>
    public override Discount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Digits.TryParse(reader.GetString(), integerDigits: 6, fractionDigits: 4, out var fraction)
            ? new Discount(fraction)
            : throw new JsonException("""Expected a decimal string such as "0.30", at most four decimals.""");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Discount value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
