using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Samples;

namespace Marketplace.EndToEnd.Tests.Storms;

/// <summary>A storm: how much goes through it, how hard it blows, and the seed that decides everything else.</summary>
/// <param name="Submissions">Submissions that are handed in, revisions of published entries not counted.</param>
/// <param name="KillEvery">Pause from one kill to the next.</param>
/// <param name="Seed">The same seed, the same plan.</param>
internal sealed record StormPlan(int Submissions, TimeSpan KillEvery, int Seed)
{
    /// <summary>Every fifth is a near-copy of its predecessor.</summary>
    private const int CopyEvery = 5;

    private static readonly (double UpTo, StormCourse Course)[] Courses =
        [(0.08, StormCourse.Malware), (0.16, StormCourse.Rejected), (0.31, StormCourse.ChangedThenPublished), (0.37, StormCourse.PublishedThenRevised),
            (1, StormCourse.Published)];

    /// <summary>What goes through the storm.</summary>
    public IReadOnlyList<StormEntry> Entries()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Submissions).Select(number => EntryOf(number, random))];
    }

    private StormEntry EntryOf(int number, Random random)
    {
        var roll = random.NextDouble();
        var owner = StormOwner.All[random.Next(StormOwner.All.Count)];
        var hasFile = random.Next(2) == 0;
        var isLoud = random.Next(6) == 0;
        var text = unchecked((Seed * 7919) + (number % CopyEvery == 1 ? number - 1 : number));
        return new StormEntry(Seed, number, owner, Courses.First(course => roll < course.UpTo).Course, hasFile, isLoud, text);
    }
}

/// <summary>What becomes of a submission.</summary>
internal enum StormCourse
{
    /// <summary>Published.</summary>
    Published,

    /// <summary>Sent back, changed, and published.</summary>
    ChangedThenPublished,

    /// <summary>Published, and then replaced by a revision.</summary>
    PublishedThenRevised,

    /// <summary>Refused by a reviewer.</summary>
    Rejected,

    /// <summary>Refused by the checks.</summary>
    Malware,
}

/// <summary>Who submits.</summary>
/// <param name="Kind">What.</param>
/// <param name="Region">Where it belongs.</param>
/// <param name="Role">Role in the token.</param>
/// <param name="Claims">Claims in the token.</param>
internal sealed record StormOwner(string Kind, string Region, string Role, params (string Name, string Value)[] Claims)
{
    /// <summary>Four companies, three departments, and the operator.</summary>
    public static IReadOnlyList<StormOwner> All { get; } =
    [
        .. new[] { "91440100TTM000015K", "91440100TTM000023E", "91440100TTM0000319", "91440100TTM00004X1" }.Select(code =>
            new StormOwner("product", "4401", "vendor.admin", ("creditCode", code))),
        new("case", "4403", "gov.user", ("region", "4403"), ("department", "sz-data-administration")),
        new("case", "4404", "gov.user", ("region", "4404"), ("department", "zh-data-administration")),
        new("case", "44", "gov.user", ("region", "44"), ("department", "gd-education")),
        new("capability", "44", "operator"),
    ];
}

/// <summary>One submission of the plan.</summary>
internal sealed record StormEntry(int Seed, int Number, StormOwner Owner, StormCourse Course, bool HasFile, bool IsLoud, int Text)
{
    /// <summary>Tells it from all others.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"风暴{Number}号应用");

    /// <summary>How often it is handed in under its first id.</summary>
    public int Versions => Course is StormCourse.ChangedThenPublished ? 2 : 1;

    /// <summary>Whether a search finds it in the end.</summary>
    public bool IsPublished => Course is not (StormCourse.Rejected or StormCourse.Malware);

    /// <summary>Content of the first draft.</summary>
    public JsonObject Content()
    {
        var content = SampleContent.Of(Owner.Kind, Name, Text, Owner.Region);
        if (IsLoud)
        {
            content["summary"] = "全国最佳、国家级的选择。";
        }

        return content;
    }

    /// <summary>The content once it was changed, as the reviewer wished or as a revision.</summary>
    public JsonObject Changed()
    {
        var content = Content();
        content["summary"] = "修改后的介绍。";
        return content;
    }

    public string Key(string step) => string.Create(CultureInfo.InvariantCulture, $"storm-{Seed}-{Number}-{step}");

    /// <summary>Number in a name; null for an entry that is none of the plan.</summary>
    public static int? NumberIn(string name) =>
        name.StartsWith("风暴", StringComparison.Ordinal) && int.TryParse(name.AsSpan(2, name.IndexOf('号', StringComparison.Ordinal) - 2), NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What a reviewer decides on a version.</summary>
    public string Decision(int version) => Course switch
    {
        StormCourse.Rejected => "reject",
        StormCourse.ChangedThenPublished when version == 1 => "requestChanges",
        _ => "publish",
    };

    /// <summary>The actions that its history names, in order.</summary>
    public IEnumerable<string> Actions() => Course switch
    {
        StormCourse.Malware => ["save", "submit", "startChecks", "failChecks"],
        StormCourse.Rejected => ["save", "submit", "startChecks", "passChecks", "claim", "reject"],
        StormCourse.ChangedThenPublished => ["save", "submit", "startChecks", "passChecks", "claim", "requestChanges", .. Way],
        _ => ["save", .. Way],
    };

    /// <summary>The notices that tell its owner, each once for every step.</summary>
    public IEnumerable<string> Notices() => Course switch
    {
        StormCourse.Malware => ["submission.rejected"],
        StormCourse.Rejected => ["submission.inReview", "submission.rejected"],
        StormCourse.ChangedThenPublished => ["submission.changesRequested", "submission.inReview", "submission.inReview", "submission.published"],
        _ => RevisionNotices,
    };

    /// <summary>The same of a revision.</summary>
    public static IReadOnlyList<string> RevisionActions { get; } = ["save", .. Way];

    /// <summary>The same of a revision.</summary>
    public static IReadOnlyList<string> RevisionNotices { get; } = ["submission.inReview", "submission.published"];

    private static string[] Way => ["submit", "startChecks", "passChecks", "claim", "publish"];
}
