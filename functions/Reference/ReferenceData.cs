using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Functions.Reference;

/// <summary>A reuse model (复用模式) as people read about it.</summary>
/// <param name="Code">The code used in <c>reuseModel</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Description">What it means, in Chinese.</param>
/// <param name="DescriptionEn">What it means, in English.</param>
/// <param name="RequiredFacts">What a product must state.</param>
/// <param name="Source">Source it is taken from.</param>
public sealed record ReuseModelDescription(
    string Code, string Name, string NameEn, string Description, string DescriptionEn, IReadOnlyList<RequiredFact> RequiredFacts, string Source);

/// <summary>A fact that a reuse model asks for.</summary>
/// <param name="Field">The field that states it.</param>
/// <param name="Text">The fact, in Chinese.</param>
/// <param name="TextEn">The fact, in English.</param>
/// <param name="Optional">Whether it is only stated where offered.</param>
public sealed record RequiredFact(string Field, string Text, string TextEn, bool Optional = false);

/// <summary>The service statement (服务声明) that a lister accepts before submitting (source 000).</summary>
/// <param name="Version">Version, such as <c>2026-1</c>.</param>
/// <param name="Text">The statement, in Chinese: the authoritative text.</param>
/// <param name="TextEn">A translation.</param>
/// <param name="Sha256">Hash of the Chinese text's UTF-8 bytes, lower-case hexadecimal; names what was accepted.</param>
public sealed record ServiceStatement(string Version, string Text, string TextEn, string? Sha256 = null);

/// <summary>The lists and trees that are data, not code: read once from the files shipped with the app.</summary>
internal sealed class ReferenceData
{
    public required RegionTree Regions { get; init; }

    public required ThemeTree Themes { get; init; }

    public required DepartmentList Departments { get; init; }

    public required IReadOnlyList<ReuseModelDescription> ReuseModels { get; init; }

    public required ServiceStatement Statement { get; init; }

    public required WorkCalendar Calendar { get; init; }

    public static ReferenceData Load()
    {
        var json = ReferenceJson.Default;
        var statement = Read("service-statement", json.ServiceStatement);
        return new ReferenceData
        {
            Regions = new RegionTree([.. Read("regions", json.IReadOnlyListRegion), .. Read("regions-other", json.IReadOnlyListRegion)]),
            Themes = new ThemeTree(Read("themes", json.IReadOnlyListTheme)),
            Departments = new DepartmentList(Read("departments", json.IReadOnlyListDepartment)),
            ReuseModels = Read("reuse-models", json.IReadOnlyListReuseModelDescription),
            Calendar = Read("work-calendar", json.WorkCalendar),
            Statement = statement with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(statement.Text))) },
        };
    }

    private static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        using var stream = typeof(ReferenceData).Assembly.GetManifestResourceStream($"Reference.{file}.json")
            ?? throw new InvalidOperationException($"The reference file {file}.json is not part of this build.");
        return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidDataException($"The reference file {file}.json is empty.");
    }
}
