using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Benchmarks.Processes;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Submissions;

/// <summary>
/// How long submissions wait, through LocalHost, queue and checks as in ./run, without a malware scanner. Arguments: those handed in one by one (20), those
/// handed in at once (100).
/// </summary>
internal static class SubmissionBenchmark
{
    private const string Company = "91440100TTM000015K";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(string[] args)
    {
        var singles = args.Length > 0 ? int.Parse(args[0], null) : 20;
        var many = args.Length > 1 ? int.Parse(args[1], null) : 100;
        await using var instance = await WholeInstance.StartAsync();
        using var client = new HttpClient { Timeout = Limit };
        var tally = new AnswerTally();
        var vendor = new PatientClient(client, instance.Address, await instance.TokenAsync("vendor.admin", ("creditCode", Company)), tally);
        (await vendor.SendAsync(HttpMethod.Put, "/api/vendors/me",
            new JsonObject { ["name"] = "示例软件公司", ["sizeClass"] = "small", ["region"] = "4401" }, default)).Good();
        var desk = new ReviewDesk(new PatientClient(client, instance.Address, await instance.TokenAsync("gov.reviewer", ("region", "44")), tally));
        var applicant = new Applicant(vendor, client);

        await OneAsync(instance, applicant, desk, 0);
        var times = new List<(double Acknowledged, double Checked, double Found)>();
        for (var number = 1; number <= singles; number++)
        {
            times.Add(await OneAsync(instance, applicant, desk, number));
        }

        Print("one: acknowledged", times.Select(time => time.Acknowledged));
        Print("one: handed in to end of checks", times.Select(time => time.Checked));
        Print("one: decision to found by search", times.Select(time => time.Found));
        await BurstAsync(applicant, singles + 1, many);
        Console.WriteLine($"sent again: {tally}");
    }

    private static async Task<(double Acknowledged, double Checked, double Found)> OneAsync(
        WholeInstance instance, Applicant applicant, ReviewDesk desk, int number)
    {
        var id = await OpenAsync(applicant, number);
        var acknowledged = await SubmitAsync(applicant, id);
        var ended = await applicant.FollowAsync(id, default, "inReview");
        var start = Stopwatch.GetTimestamp();
        if (!await desk.DecideAsync(id, static (_, _) => "publish", default))
        {
            throw new InvalidOperationException($"{id} was not decided.");
        }

        await Eventually.TrueAsync(async () =>
            (await instance.GetAsync($"/api/listings?q=%22mark{number}x%22&limit=1")).GetProperty("total").GetInt64() == 1, default, Limit);
        return (acknowledged, (StepAt(ended, "passChecks") - StepAt(ended, "submit")).TotalMilliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>All drafts are ready before the first is handed in; each in a connection of its own.</summary>
    private static async Task BurstAsync(Applicant applicant, int first, int many)
    {
        var ids = new List<string>();
        for (var number = first; number < first + many; number++)
        {
            ids.Add(await OpenAsync(applicant, number));
        }

        var acknowledged = await Task.WhenAll(ids.Select(id => SubmitAsync(applicant, id)));
        var ended = new List<ApiAnswer>();
        foreach (var id in ids)
        {
            ended.Add(await applicant.FollowAsync(id, default, "inReview"));
        }

        Print($"{many} at once: acknowledged", acknowledged);
        var begun = ended.Min(one => StepAt(one, "submit"));
        Print($"{many} at once: handed in to end of checks", ended.Select(one => (StepAt(one, "passChecks") - StepAt(one, "submit")).TotalMilliseconds));
        Console.WriteLine(
            $"{many} at once: the last is checked {(ended.Max(one => StepAt(one, "passChecks")) - begun).TotalSeconds:N1} s after the first was handed in");
    }

    private static Task<string> OpenAsync(Applicant applicant, int number) =>
        applicant.OpenAsync($"bench-{number}", "product", SampleContent.Of("product", $"mark{number}x协同应用", number, "4401"), null, default);

    /// <summary>The one request that hands in, by an app that has read the draft and the statement before.</summary>
    private static async Task<double> SubmitAsync(Applicant applicant, string id)
    {
        var statement = (await applicant.Client.GetAsync("/api/reference/service-statement", default)).Good();
        var body = new JsonObject
        {
            ["statementVersion"] = statement["version"].GetString(),
            ["statementSha256"] = statement["sha256"]
            .GetString(),
            ["acceptedBy"] = "林晓"
        };
        var start = Stopwatch.GetTimestamp();
        (await applicant.Client.PostAsync($"/api/submissions/{id}/submit", body, default, ("If-Match", "*"))).Good();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static DateTimeOffset StepAt(ApiAnswer submission, string action) =>
        submission["history"].EnumerateArray().Last(step => step.GetProperty("action").GetString() == action).GetProperty("at").GetDateTimeOffset();

    private static void Print(string what, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        Console.WriteLine($"{what,-46}{sorted[sorted.Length / 2],7:N0} ms p50 {sorted[sorted.Length * 95 / 100],7:N0} ms p95 {sorted[^1],7:N0} ms at most");
    }
}
