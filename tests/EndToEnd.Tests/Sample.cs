using System.Text.Json;

namespace Marketplace.EndToEnd.Tests;

/// <summary>Import lines made for a test.</summary>
internal static class Sample
{
    /// <summary>A valid case that can be found by its own word, <c>编号{number}</c>.</summary>
    public static string Case(int number, string text = "第一版") => JsonSerializer.Serialize(new
    {
        kind = "case",
        source = "end-to-end",
        externalId = $"case-{number}",
        name = $"端到端案例编号{number}",
        summary = $"用于端到端检验的案例 {number}，{text}",
        description = "按统一规范建设，接入省级平台。",
        themes = new[] { "services.channels" },
        region = "4401",
        department = "gz-data-administration",
        practices = "梳理事项，改造流程。",
        results = $"办理时间缩短，{text}。",
        publishedAt = "2026-01-01T00:00:00Z",
        contact = new { name = "测试联系人", phone = "020-00000000" },
    });
}
