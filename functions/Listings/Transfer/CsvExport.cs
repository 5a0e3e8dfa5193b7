using System.Buffers;
using System.Text;
using System.Text.Json;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Search;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>One line per listing: UTF-8 with a byte order mark, as Chinese spreadsheets expect; RFC 4180; no cell is ever a formula.</summary>
internal sealed class CsvExport(ListingNames names, Language language) : IExportWriter
{
    private static readonly string[] ChineseHeader =
        ["编号", "清单", "名称", "摘要", "地区代码", "地区", "部门", "服务商", "统一社会信用代码", "主题", "复用模式", "类别", "发布时间", "更新时间", "关注度"];

    private static readonly string[] EnglishHeader =
        ["Id", "Kind", "Name", "Summary", "Region code", "Region", "Department", "Vendor", "Credit code", "Themes", "Reuse model", "Category", "Published",
            "Updated", "Attention"];

    public void Begin(IBufferWriter<byte> output)
    {
        output.Write("\uFEFF"u8);
        WriteLine(output, language is Language.English ? EnglishHeader : ChineseHeader);
    }

    public void Write(IBufferWriter<byte> output, ReadOnlyMemory<byte> item)
    {
        var listing = JsonSerializer.Deserialize(item.Span, ListItemJson.Default.ListItem)!;
        WriteLine(output,
        [
            listing.Id,
            names.Of(IndexFields.Kind, CamelCase<ListingKind>.Name(listing.Kind), language),
            listing.Name,
            listing.Summary,
            listing.Region.Code,
            listing.Region.Name,
            listing.Department?.Name,
            listing.Vendor?.Name,
            listing.Vendor?.Id,
            string.Join('、', listing.Themes.Select(theme => names.Of(IndexFields.Theme, theme, language))),
            listing.ReuseModel is { } model ? names.Of(IndexFields.ReuseModel, CamelCase<ReuseModel>.Name(model), language) : null,
            listing.Category,
            listing.PublishedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            listing.UpdatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            listing.Attention.ToString("0.##", null),
        ]);
    }

    public void End(IBufferWriter<byte> output)
    {
    }

    /// <summary>A cell in quotes; one that a spreadsheet would run as a formula gets an apostrophe first.</summary>
    internal static string Cell(string? text)
    {
        text ??= "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠')
        {
            text = $"'{text}";
        }

        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void WriteLine(IBufferWriter<byte> output, IReadOnlyList<string?> cells) =>
        Encoding.UTF8.GetBytes($"{string.Join(',', cells.Select(Cell))}\r\n", output);
}
