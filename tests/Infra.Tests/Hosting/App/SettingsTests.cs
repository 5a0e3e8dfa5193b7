using Marketplace.Hosting.App;
using Marketplace.Infra.Tests.Hosting.Sample;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Infra.Tests.Hosting.App;

public sealed class SettingsTests
{
    [Fact]
    public void Values_are_read_and_every_setting_asked_for_is_known()
    {
        var settings = Of(("A:Text", "x"), ("A:Count", "7"), ("A:On", "true"), ("A:Wait", "3"), ("A:Where", "https://a.cn"), ("A:Many", "a, b,,c"));
        Assert.Equal("x", settings.Text("A:Text", "a text"));
        Assert.Equal(7, settings.Number("A:Count", 1, 9, 5));
        Assert.True(settings.Flag("A:On", false));
        Assert.Equal(TimeSpan.FromSeconds(3), settings.Seconds("A:Wait", 1, 9, 5));
        Assert.Equal(new Uri("https://a.cn"), settings.Address("A:Where", "an address"));
        Assert.Equal(["a", "b", "c"], settings.List("A:Many", "texts"));
        Assert.Null(settings.Optional("A:Absent", "a text"));
        Assert.Empty(settings.Faults);
        Assert.Equal(["A:Absent", "A:Count", "A:Many", "A:On", "A:Text", "A:Wait", "A:Where"], settings.Known.Select(static setting => setting.Name));
    }

    [Fact]
    public void Wrong_values_are_remembered_without_repeating_them()
    {
        var settings = Of(("Count", "secret"), ("On", "secret"), ("Where", "ftp://secret"), ("Many", "secret"), ("Keys", "c2VjcmV0"));
        settings.Number("Count", 1, 9, 5);
        settings.Flag("On", false);
        settings.Address("Where", "an address");
        settings.List("Many", "other texts", static text => text != "secret");
        settings.Keys("Keys", 32);
        settings.Text("Missing", "a text");
        Assert.Equal(6, settings.Faults.Count);
        Assert.All(settings.Faults, static fault => Assert.DoesNotContain("ecret", fault, StringComparison.Ordinal));
        Assert.Equal("The setting Missing is missing: set it to a text.", settings.Faults[^1]);
    }

    [Fact]
    public void Several_keys_are_read_in_order()
    {
        var keys = Of(("Keys", $"{SampleApp.Key}, {Convert.ToBase64String(new byte[32])}")).Keys("Keys", 32);
        Assert.Equal(2, keys.Count);
        Assert.Equal(31, keys[0][31]);
    }

    private static Settings Of(params (string Name, string Value)[] values) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(values.Select(static value => KeyValuePair.Create(value.Name, (string?)value.Value))).Build());
}
