using Marketplace.Functions.Listings.Transfer;

namespace Marketplace.Functions.Tests.Listings.Transfer;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData(null, "\"\"")]
    [InlineData("", "\"\"")]
    [InlineData("城市运行", "\"城市运行\"")]
    [InlineData("说\"好\"", "\"说\"\"好\"\"\"")]
    [InlineData("一,二\r\n三", "\"一,二\r\n三\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+86", "\"'+86\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("＋1", "\"'＋1\"")]
    [InlineData("－1", "\"'－1\"")]
    [InlineData("＠x", "\"'＠x\"")]
    [InlineData("a=1", "\"a=1\"")]
    public void A_cell_is_quoted_and_never_a_formula(string? text, string cell) => Assert.Equal(cell, CsvExport.Cell(text));
}
