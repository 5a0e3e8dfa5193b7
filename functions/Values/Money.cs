using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Values;

/// <summary>
/// An amount in Chinese yuan (人民币), exact to the fen: <c>{"amount":"120000.00","currency":"CNY"}</c> on the wire.
/// At most 999,999,999,999.99, never negative.
/// </summary>
/// <param name="Amount">Yuan with at most two decimals.</param>
[JsonConverter(typeof(MoneyConverter))]
public readonly record struct Money(decimal Amount)
{
    /// <summary>The only currency there is.</summary>
    public const string Currency = "CNY";

    /// <summary>The largest amount that is accepted.</summary>
    public const string Largest = "999999999999.99";

    /// <summary>This amount times <paramref name="fraction"/>, rounded half up to the fen.</summary>
    public Money Times(decimal fraction) => new(decimal.Round(Amount * fraction, 2, MidpointRounding.AwayFromZero));

    /// <summary>The amount with exactly two decimals, such as <c>120000.00</c>.</summary>
    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Reads digits with at most two decimals; no sign, exponent, blanks or separators.</summary>
    public static bool TryParse(string? text, out Money money)
    {
        money = default;
        if (!Digits.TryParse(text, integerDigits: 12, fractionDigits: 2, out var amount))
        {
            return false;
        }

        money = new Money(amount);
        return true;
    }
}

/// <summary>The wire form of <see cref="Money"/>.</summary>
public sealed class MoneyConverter : JsonConverter<Money>, IAcceptedValues
{
    /// <inheritdoc/>
    public string Accepted => """{"amount":"120000.00","currency":"CNY"}""";

    /// <inheritdoc/>
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Refused();
        }

        string? amount = null, currency = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw Refused();
            }

            if (name == "amount" && amount is null)
            {
                amount = reader.GetString();
            }
            else if (name == "currency" && currency is null)
            {
                currency = reader.GetString();
            }
            else
            {
                throw Refused();
            }
        }

        return currency == Money.Currency && Money.TryParse(amount, out var money) ? money : throw Refused();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount"u8, value.ToString());
        writer.WriteString("currency"u8, Money.Currency);
        writer.WriteEndObject();
    }

    private static JsonException Refused() => new("Expected an amount with at most two decimals, not negative, and its currency.");
}
