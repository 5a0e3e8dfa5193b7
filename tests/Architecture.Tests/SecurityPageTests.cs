using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary><c>docs/security.md</c> points at code and tests that are there.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = SourceTree.Read("docs/security.md");

    [Fact]
    public void Every_file_and_folder_it_names_exists()
    {
        var named = Path().Matches(Page).Select(match => match.Value).Distinct().ToList();
        Assert.True(named.Count > 30);
        Assert.DoesNotContain(named, path => !SourceTree.Exists(path));
    }

    [Fact]
    public void Every_test_class_it_names_exists()
    {
        var classes = SourceTree.Files("tests", "*Tests.cs").Select(System.IO.Path.GetFileNameWithoutExtension).ToHashSet();
        var named = TestClass().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(named.Count > 20);
        Assert.DoesNotContain(named, name => !classes.Contains(name));
    }

    [Fact]
    public void All_ten_risks_and_five_themes_have_their_heading()
    {
        Assert.Equal(Enumerable.Range(1, 10), Risk().Matches(Page)
            .Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(["身份鉴别", "访问控制", "安全审计", "数据完整性", "数据保密性", "个人信息保护"], theme => Assert.Contains($"### {theme}", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<=`)(infra|functions|tests|docs|\.ci)/[\w./-]+(?=`)")]
    private static partial Regex Path();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"^### API(\d+):2023 ", RegexOptions.Multiline)]
    private static partial Regex Risk();
}
