using Marketplace.Functions.Values;

namespace Marketplace.Functions.Tests.Values;

public sealed class NameTests
{
    [Theory]
    [InlineData("政务\u202E台平", 3, "U+202E")]
    [InlineData("\u200B政务平台", 1, "U+200B")]
    [InlineData("政务平台\u2066", 5, "U+2066")]
    [InlineData("\u3164\u3164", 1, "U+3164")]
    [InlineData("\u2800", 1, "U+2800")]
    [InlineData("𠮷\uFEFF野", 2, "U+FEFF")]
    [InlineData("政\u0007务", 2, "U+0007")]
    [InlineData("政\uE000务", 2, "U+E000")]
    [InlineData("政\U000E0041务", 2, "U+E0041")]
    public void A_name_that_hides_something_is_refused_with_the_character_and_its_position(string name, int position, string character)
    {
        var errors = new FieldErrors();
        errors.Name("name", name, most: 80, required: true);

        var error = Assert.Single(errors.All);
        Assert.Equal(("name", "hiddenCharacter"), (error.Field, error.Code));
        Assert.Equal([("position", $"{position}"), ("character", character)], error.Values.Select(static value => (value.Key, value.Value)));
    }

    [Theory]
    [InlineData("一网统管协同平台（V2.0）")]
    [InlineData("𠮷野家")]
    [InlineData("买买提·艾力")]
    [InlineData("Ünïcode – “App” №1")]
    public void Usual_names_are_taken(string name)
    {
        var errors = new FieldErrors();
        errors.Name("name", name, most: 80, least: 2, required: true);
        Assert.Empty(errors.All);
    }
}
