using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;

namespace Marketplace.AppKit.Samples;

/// <summary>Complete entries in the import's form, to be changed field by field.</summary>
public static class Entry
{
    public const string Source = "tests";

    public static JsonObject Case(string externalId = "case") => Common(externalId, "case", "城市运行一网统管实践", "governance.platforms")
        .With("practices", "汇聚各部门的运行数据，分级处置。").With("results", "处置时间缩短一半。");

    public static JsonObject Product(string externalId = "product") => Common(externalId, "product", "办事指南管理软件", "services.mechanisms")
        .With("vendor", Actor.SampleVendor)
        .With("vendorName", "示例云岭政务软件（广州）有限公司")
        .With("serviceContent", "办事指南的编写、审核和发布。")
        .With("deploymentModes", new JsonArray("governmentCloud"))
        .WithPricing("subscription");

    public static JsonObject Capability(string externalId = "capability") => Common(externalId, "capability", "统一身份认证平台", "foundation.platform")
        .With("category", "公共支撑")
        .With("constructionMode", "省统一建设、地市使用")
        .With("duties", new JsonArray(new JsonObject { ["id"] = "d1", ["text"] = "使用省统一身份认证平台。", ["appliesTo"] = "all" }));

    public static JsonObject Of(string kind) => kind switch { "case" => Case(), "product" => Product(), _ => Capability() };

    /// <summary>With complete price terms of a reuse model.</summary>
    public static JsonObject WithPricing(this JsonObject product, string model) => product.With("reuseModel", model).With("pricing", model switch
    {
        "standardFree" => new JsonObject
        {
            ["softwareFee"] = Yuan("0.00"),
            ["deploymentFee"] = Yuan("80000.00"),
            ["includes"] = new JsonArray("deployment", "configuration", "training"),
        },
        "lowDiscount" => new JsonObject
        {
            ["listPrice"] = Yuan("120000.00"),
            ["discount"] = "0.30",
            ["price"] = Yuan("36000.00"),
            ["localConfiguration"] = "本地区划和机构初始化。",
            ["serviceCommitment"] = "工作日两小时内响应。",
        },
        _ => new JsonObject { ["period"] = "year", ["fee"] = Yuan("50000.00"), ["extras"] = new JsonArray("cloudResources") },
    });

    public static JsonObject Yuan(string amount) => new() { ["amount"] = amount, ["currency"] = "CNY" };

    /// <summary>The entry with another value at a path such as <c>pricing.discount</c>; null removes it.</summary>
    public static JsonObject With(this JsonObject entry, string path, JsonNode? value)
    {
        var changed = (JsonObject)entry.DeepClone();
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(changed, (node, name) => (JsonObject)(node[name] ??= new JsonObject()));
        parent.Remove(names[^1]);
        if (value is not null)
        {
            parent[names[^1]] = value.DeepClone();
        }

        return changed;
    }

    /// <summary>The entry with a value given as JSON text, <c>null</c> included.</summary>
    public static JsonObject WithJson(this JsonObject entry, string path, string json)
    {
        var changed = entry.With(path, "");
        var names = path.Split('.');
        names[..^1].Aggregate((JsonNode)changed, (node, name) => node[name]!)[names[^1]] = JsonNode.Parse(json);
        return changed;
    }

    private static JsonObject Common(string externalId, string kind, string name, string theme) => new()
    {
        ["source"] = Source,
        ["externalId"] = externalId,
        ["kind"] = kind,
        ["name"] = name,
        ["summary"] = $"{name}的一句话介绍。",
        ["themes"] = new JsonArray(theme),
        ["region"] = "4401",
        ["department"] = Actor.ProvincialDepartment,
    };
}
