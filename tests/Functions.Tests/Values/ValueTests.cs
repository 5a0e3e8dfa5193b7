using System.Text.Json;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("0.5", "0.50")]
    [InlineData("120000.00", "120000.00")]
    [InlineData("999999999999.99", "999999999999.99")]
    [InlineData("007.10", "7.10")]
    public void Amounts_are_plain_digits(string text, string written)
    {
        Assert.True(Money.TryParse(text, out var money));
        Assert.Equal(written, money.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.234")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("１２")]
    [InlineData("1.2.3")]
    [InlineData("1000000000000")]
    [InlineData("NaN")]
    public void Other_texts_are_no_amounts(string? text) => Assert.False(Money.TryParse(text, out _));

    [Theory]
    [InlineData("""{"amount":"1.00","currency":"CNY"}""", true)]
    [InlineData("""{"currency":"CNY","amount":"1.00"}""", true)]
    [InlineData("""{"amount":"1.00","currency":"cny"}""", false)]
    [InlineData("""{"amount":"1.00"}""", false)]
    [InlineData("""{"currency":"CNY"}""", false)]
    [InlineData("""{"amount":1.00,"currency":"CNY"}""", false)]
    [InlineData("""{"amount":null,"currency":"CNY"}""", false)]
    [InlineData("""{"amount":{},"currency":"CNY"}""", false)]
    [InlineData("""{"amount":"1.00","amount":"2.00","currency":"CNY"}""", false)]
    [InlineData("""{"amount":"1.00","currency":"CNY","tax":"0"}""", false)]
    [InlineData("""["1.00","CNY"]""", false)]
    [InlineData("\"1.00\"", false)]
    public void Money_on_the_wire_names_its_currency(string json, bool isMoney)
    {
        if (isMoney)
        {
            Assert.Equal("""{"amount":"1.00","currency":"CNY"}""", JsonSerializer.Serialize(JsonSerializer.Deserialize<Money>(json)));
        }
        else
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>(json));
        }
    }

    [Theory]
    [InlineData("0.30", "0.30")]
    [InlineData("0.3", "0.30")]
    [InlineData("0.1255", "0.1255")]
    [InlineData("1", "1.00")]
    public void Discounts_are_decimal_texts(string text, string written) =>
        Assert.Equal($"\"{written}\"", JsonSerializer.Serialize(JsonSerializer.Deserialize<Discount>($"\"{text}\"")));

    [Theory]
    [InlineData("0.3")]
    [InlineData("\"0.12345\"")]
    [InlineData("\"30%\"")]
    [InlineData("\"三折\"")]
    [InlineData("null")]
    public void Other_texts_are_no_discounts(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Discount>(json));

    [Fact]
    public void Half_a_fen_rounds_up()
    {
        Assert.Equal(new Money(0.01m), new Money(0.01m).Times(0.5m));
        Assert.Equal(new Money(0.12m), new Money(0.25m).Times(0.4601m));
    }
}
