using System.Text.RegularExpressions;
using Marketplace.Functions;
using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.LocalHost;

namespace Marketplace.Architecture.Tests;

/// <summary><c>docs/settings.md</c> says what the code reads.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly string Page = SourceTree.Read("docs/settings.md");

    [Fact]
    public async Task Every_setting_of_the_app_is_on_the_page_as_the_code_reads_it()
    {
        // Empty counts as not set, so that this machine's environment does not matter.
        await using var app = MarketplaceApp.Build(["--AzureWebJobsStorage=", "--FUNCTIONS_CUSTOMHANDLER_PORT="]);
        var expected = app.Settings.Known.Select(Row).ToList();
        Assert.True(expected.Count > 10);
        Assert.Equal(expected, Rows().Select(match => match.Groups[1].Value));
        Assert.All(Rows(), row => Assert.True(row.Groups[2].Length > 10, $"{row.Value} does not say what it is for."));
    }

    [Fact]
    public void Every_option_of_LocalHost_is_on_the_page()
    {
        var options = Option().Matches(CommandLineParser.Usage).Select(match => match.Value).Distinct().ToList();
        Assert.Contains("--app", options);
        Assert.Equal(options.Order(StringComparer.Ordinal), OptionRow().Matches(Page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private static MatchCollection Rows() => SettingRow().Matches(Page);

    private static string Row(Setting setting) => $"| `{setting.Name}` | {setting.Accepted} | {Default(setting.Fallback)} |";

    private static string Default(string? fallback) => fallback switch
    {
        null => "required",
        "" => "none",
        _ => $"`{fallback}`",
    };

    [GeneratedRegex(@"^(\| `[\w:]+` \| .+? \| .+? \|) (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"(?<=^ +)--[a-z-]+", RegexOptions.Multiline)]
    private static partial Regex Option();

    [GeneratedRegex(@"^\| `(--[a-z-]+)[^`]*` \|", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
