using System.Text;

namespace Marketplace.Search.Tests.Contract;

/// <summary>A few documents every engine has to find in the same way.</summary>
internal static class ContractCorpus
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<SearchDocument> Documents { get; } =
    [
        Document("tax-1", "电子税务申报平台", "企业办税一网通办", "纳税人在线申报，不用跑大厅。", ["44", "4401"], "product", 9, 1),
        Document("tax-2", "税务风险预警系统", "发现异常申报", "对企业申报数据做比对，提示风险。", ["44", "4403"], "product", 5, 2),
        Document("social-1", "社会保险服务", "参保登记与转移", "个人社保一网通办，支持ＡＰＰ办理。", ["44", "4401"], "case", 7, 3),
        Document("social-2", "养老认证助手", "刷脸完成资格认证", "退休人员在家认证，社保待遇不断。", ["44", "4406"], "case", 7, 4),
        Document("river-1", "河长制巡查应用", "河道问题上报", "巡查人员用手机上报，Web 端派单。", ["44", "4403"], "capability", 2, 5),
        Document("river-2", "水质监测看板", "断面水质实时展示", "接入传感器数据，web 端查看。", ["44", "4406"], "capability", 1, 6),
        Document("permit-1", "工程建设项目审批", "并联审批", "一网通办工程许可，统一受理。", ["44"], "product", 8, 7),
        Document("permit-2", "不动产登记", "登记缴税联办", "登记与办税并行，一窗受理。", ["44", "4401"], "case", 3, 8),
    ];

    public static IReadOnlyList<string> KeywordFields { get; } = ["region", "kind"];

    public static SearchDocument Document(string id, string name, string summary, string body, IReadOnlyList<string> regions, string kind,
        double attention, int day) => new()
        {
            Id = id,
            Version = 1,
            Name = name,
            Summary = summary,
            Body = body,
            Tags = [kind],
            Keywords = [new("region", regions), new("kind", [kind])],
            Attention = attention,
            PublishedAt = Start.AddDays(day),
            UpdatedAt = Start.AddDays(day + 1),
            Completions = [new(name, "name"), new(kind == "product" ? "粤数科技" : "省政数局", "vendor")],
            Stored = Encoding.UTF8.GetBytes("{\"id\":\"" + id + "\"}"),
        };
}
