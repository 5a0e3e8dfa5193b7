using Marketplace.Functions.Checks;

namespace Marketplace.Functions.Tests.Checks;

/// <summary>The lists as they are shipped, on sentences as people write them.</summary>
public sealed class TermsTests
{
    private static readonly TermList Advertising = new(CheckDataSets.Shipped(CheckDataSets.Advertising));
    private static readonly TermList Sensitive = new(CheckDataSets.Shipped(CheckDataSets.Sensitive));

    [Theory]
    [InlineData("本产品达到国家级水平", "国家级@5")]
    [InlineData("國家級水平", "國家級@0")]
    [InlineData("国 家 级水平", "国 家 级@0")]
    [InlineData("最.佳选择", "最.佳@0")]
    [InlineData("最\u200B佳选择", "最\u200B佳@0")]
    [InlineData("最\u0332佳选择", "最\u0332佳@0")]
    [InlineData("𠮷最*佳", "最*佳@2")]
    [InlineData("全国第一，行业第一", "全国第一@0 行业第一@5")]
    [InlineData("ＮＯ．１ 品牌", "ＮＯ．１@0")]
    [InlineData("Top 1 方案", "Top 1@0")]
    [InlineData("服务第一", "第一@2")]
    [InlineData("独一无二的顶级体验，做到极致", "独一无二@0 顶级@5 极致@12")]
    [InlineData("一流团队", "一流@0")]
    public void Superlatives_are_found_where_they_stand(string text, string expected) => Assert.Equal(expected, Told(Advertising, text));

    [Theory]
    [InlineData("第一章 总则")]
    [InlineData("第一次、第一批、第一季度、第一阶段")]
    [InlineData("广州市第一人民医院在第一时间上线")]
    [InlineData("企业和群众最多跑一次，打通最后一公里")]
    [InlineData("最新数据；最低生活保障；最大限度精简")]
    [InlineData("最快 15 分钟处置")]
    [InlineData("以统一社会信用代码为唯一标识")]
    [InlineData("按同一流程上架")]
    [InlineData("一、流程优化")]
    [InlineData("1. 第。一")]
    [InlineData("国家级新区和国家级经济技术开发区")]
    [InlineData("顶级域名解析，永久保存")]
    [InlineData("制造业单项冠军企业")]
    [InlineData("casino1")]
    public void What_only_looks_like_one_is_left_alone(string text) => Assert.Equal("", Told(Advertising, text));

    [Theory]
    [InlineData("本文件属机密材料", "机密@4")]
    [InlineData("绝 密", "绝 密@0")]
    [InlineData("参与賭博活动", "賭博@2")]
    [InlineData("稳赚不赔", "稳赚不赔@0")]
    [InlineData("保护商业机密和数据机密性", "")]
    [InlineData("打击赌博、防刷单返利诈骗", "")]
    public void Sensitive_words_are_found_unless_their_neighbours_excuse_them(string text, string expected) => Assert.Equal(expected, Told(Sensitive, text));

    [Fact]
    public void Every_term_of_every_list_is_found_as_it_is_written()
    {
        foreach (var name in new[] { CheckDataSets.Advertising, CheckDataSets.Sensitive })
        {
            var data = CheckDataSets.Shipped(name);
            var list = new TermList(data);
            Assert.Empty(CheckDataRules.Check(name, data));
            Assert.All(data.Entries!, entry => Assert.Equal(entry.Term, Assert.Single(list.Find($"甲{entry.Term}乙")).Entry.Term));
            Assert.All(data.Entries!.SelectMany(entry => entry.Exceptions ?? []), exception => Assert.Empty(list.Find($"甲{exception.Replace('#', '7')}乙")));
        }
    }

    [Theory]
    [InlineData("第一")]
    [InlineData("最.")]
    [InlineData("国家")]
    [InlineData("第一次")]
    public void Work_grows_with_the_text_only(string unit)
    {
        Advertising.Find(string.Concat(Enumerable.Repeat(unit, 10_000 / unit.Length)), out var half);
        Advertising.Find(string.Concat(Enumerable.Repeat(unit, 20_000 / unit.Length)), out var whole);
        Assert.InRange(whole, half, (long)(2.1 * half));
    }

    private static string Told(TermList list, string text) =>
        string.Join(' ', list.Find(text).Select(hit => $"{text.Substring(hit.Range.Start, hit.Range.Length)}@{hit.Range.Start}"));
}
