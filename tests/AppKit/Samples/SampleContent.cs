using System.Text.Json.Nodes;

namespace Marketplace.AppKit.Samples;

/// <summary>Complete contents of submissions, each with words of its own, so that no two are alike unless that is wanted.</summary>
public static class SampleContent
{
    private const int Sentences = 8;

    private static readonly string[] Objects =
    [
        "办事指南", "电子证照", "窗口排队", "公文流转", "会议预约", "河道巡查", "渔港监管", "校车运行", "供水调度", "信访登记", "档案借阅", "车位共享", "养老床位", "疫苗预约", "食品追溯",
        "工地扬尘", "森林防火", "应急物资", "公交到站", "助残补贴", "住房公积金", "不动产登记", "企业开办", "用地审批", "招标公告", "项目申报", "林权变更", "村务公开", "法律援助", "劳动仲裁",
    ];

    private static readonly string[] Deeds =
    [
        "统一登记", "按日汇总", "逐级核验", "分类推送", "自动提醒", "跨区比对", "移动采集", "定期归档", "异常预警", "权限分配", "地图展示", "批量导出", "语音录入", "在线签章", "离线填报",
        "限时督办", "闭环反馈", "模板配置", "指标测算", "接口对接", "日志留存", "样本抽查", "结果公示", "数据脱敏", "版本比较", "进度跟踪", "资料补正", "来电转办", "密级标注", "轮值安排",
    ];

    /// <summary>Content of a kind.</summary>
    /// <param name="kind">product, case or capability.</param>
    /// <param name="name">Its name.</param>
    /// <param name="text">Chooses the words: the same number, the same words.</param>
    /// <param name="region">Where it belongs.</param>
    public static JsonObject Of(string kind, string name, int text, string region)
    {
        var content = new JsonObject
        {
            ["name"] = name,
            ["summary"] = $"{name}的介绍。",
            ["description"] = Text(new Random(text)),
            ["themes"] = new JsonArray(kind == "product" ? "services.mechanisms" : "governance.platforms"),
            ["region"] = region,
        };
        foreach (var (field, value) in Special(kind))
        {
            content[field] = value;
        }

        return content;
    }

    private static IEnumerable<(string Field, JsonNode Value)> Special(string kind) => kind switch
    {
        "case" => [("practices", "汇聚各部门的运行数据，分级处置。"), ("results", "处置时间缩短一半。")],
        "product" =>
        [
            ("serviceContent", "软件的部署、培训和运行保障。"),
            ("deploymentModes", new JsonArray("governmentCloud")),
            ("reuseModel", "subscription"),
            ("pricing", new JsonObject { ["period"] = "year", ["fee"] = new JsonObject { ["amount"] = "50000.00", ["currency"] = "CNY" },
                ["extras"] = new JsonArray("cloudResources") }),
        ],
        _ =>
        [
            ("category", "公共支撑"),
            ("constructionMode", "省统一建设、地市使用"),
            ("duties", new JsonArray(new JsonObject { ["id"] = "d1", ["text"] = "使用省统一平台。", ["appliesTo"] = "all" })),
        ],
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, Sentences).Select(_ =>
        $"{Pick(Objects, random)}与{Pick(Objects, random)}{Pick(Deeds, random)}，{Pick(Deeds, random)}后{Pick(Deeds, random)}。"));

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
