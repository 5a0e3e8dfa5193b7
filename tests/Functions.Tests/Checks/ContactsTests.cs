using Marketplace.Functions.Checks;
using Marketplace.Functions.Checks.Contacts;

namespace Marketplace.Functions.Tests.Checks;

/// <summary>What is contact data in a text, and what only looks like it.</summary>
public sealed class ContactsTests
{
    private static readonly ContactPatterns Patterns = new(CheckDataSets.Shipped(CheckDataSets.Contacts));

    [Theory]
    [InlineData("请致电13800138000咨询", "phone:13800138000")]
    [InlineData("电话：138-0013-8000。", "phone:138-0013-8000")]
    [InlineData("电话 138 0013 8000", "phone:138 0013 8000")]
    [InlineData("手机１３８００１３８０００", "phone:１３８００１３８０００")]
    [InlineData("手机一三八零零一三八零零零", "phone:一三八零零一三八零零零")]
    [InlineData("手机幺三八〇〇幺三八〇〇〇", "phone:幺三八〇〇幺三八〇〇〇")]
    [InlineData("1\u200B3800138000", "phone:1\u200B3800138000")]
    [InlineData("+86 13800138000", "phone:86 13800138000")]
    [InlineData("138.0013.8000转1", "phone:138.0013.8000")]
    [InlineData("座机020-83130000", "phone:020-83130000")]
    [InlineData("座机(0755)8831 3000", "phone:0755)8831 3000")]
    [InlineData("热线400-830-1234", "phone:400-830-1234")]
    [InlineData("热线400 8301234", "phone:400 8301234")]
    [InlineData("tel13800138000", "phone:13800138000")]
    [InlineData("𠮷13800138000", "phone:13800138000")]
    [InlineData("13800138000、13900139000", "phone:13800138000 phone:13900139000")]
    [InlineData("写信至 zhang.san@example.com.cn，", "mail:zhang.san@example.com.cn")]
    [InlineData("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "mail:ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ")]
    [InlineData("zhang @ example.com", "mail:zhang @ example.com")]
    [InlineData("微信：zhangsan", "wechat:微信：zhangsan")]
    [InlineData("微信号zhang_san88", "wechat:微信号zhang_san88")]
    [InlineData("加微信 13800138000", "wechat:微信 13800138000")]
    [InlineData("VX:abc12345", "wechat:VX:abc12345")]
    [InlineData("加V abc12345", "wechat:加V abc12345")]
    [InlineData("微 信：zhangsan", "wechat:微 信：zhangsan")]
    [InlineData("QQ群：123456789", "qq:QQ群：123456789")]
    [InlineData("QQ 12345678", "qq:QQ 12345678")]
    [InlineData("qq号码为１２３４５６７８", "qq:qq号码为１２３４５６７８")]
    public void Contact_data_is_found_where_it_stands(string text, string expected) => Assert.Equal(expected, Told(text));

    [Theory]
    [InlineData("登记号2024SR0123456")]
    [InlineData("软著登字第13800138000号")]
    [InlineData("统一社会信用代码91440101MA5CK12345")]
    [InlineData("91440100EXAMPLE119")]
    [InlineData("身份证号码440102199001011234")]
    [InlineData("专利号ZL201380013800.1")]
    [InlineData("合同金额13800138000元")]
    [InlineData("累计服务13800138000人次")]
    [InlineData("1,380,013,800.00")]
    [InlineData("2020—2024年共 12345 件")]
    [InlineData("2024-01-13 08:00:00")]
    [InlineData("GB/T 22239-2019")]
    [InlineData("12345热线和12333")]
    [InlineData("订单号 13800138000")]
    [InlineData("CN13800138000A")]
    [InlineData("二〇二四年一月一十三日")]
    [InlineData("微信小程序和微信公众号")]
    [InlineData("微信 mini program")]
    [InlineData("支持微信、支付宝2024版")]
    [InlineData("QQ 2024")]
    [InlineData("响应时间@峰值 200ms")]
    [InlineData("user@localhost")]
    [InlineData("端口8080，IP 192.168.100.100")]
    public void Other_numbers_and_words_are_left_alone(string text) => Assert.Equal("", Told(text));

    [Fact]
    public void The_shipped_patterns_are_in_order() =>
        Assert.Empty(CheckDataRules.Check(CheckDataSets.Contacts, CheckDataSets.Shipped(CheckDataSets.Contacts)));

    [Theory]
    [InlineData("1-")]
    [InlineData("1")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("a.")]
    [InlineData("vx ")]
    [InlineData("微信号")]
    [InlineData("一二三 ")]
    [InlineData("13800138000 ")]
    public void Work_grows_with_the_text_only(string unit)
    {
        ContactScan.Find(string.Concat(Enumerable.Repeat(unit, 10_000 / unit.Length)), Patterns, out var half);
        ContactScan.Find(string.Concat(Enumerable.Repeat(unit, 20_000 / unit.Length)), Patterns, out var whole);
        Assert.InRange(whole, half, (long)(2.1 * half) + 1);
    }

    private static string Told(string text) => string.Join(' ', ContactScan.Find(text, Patterns)
        .Select(hit => $"{hit.Code.Replace("InText", "", StringComparison.Ordinal)}:{text.Substring(hit.Range.Start, hit.Range.Length)}"));
}
