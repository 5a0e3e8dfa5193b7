using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Transfer;

[Collection(SharesWorkshop.Name)]
public sealed class ImportTests(WorkshopApp workshop)
{
    private readonly string _word = WorkshopApp.NewWord();

    private TestApp App => workshop.App;

    private Session Operator => App.As(Actor.Operator);

    [Fact]
    public async Task Each_line_is_told_what_became_of_it()
    {
        var entries = WorkshopApp.Marked(_word, Entry.Case(), Entry.Product(), Entry.Capability());
        Assert.Equal(["1 created", "2 created", "3 created"], Outcomes(await Operator.ImportAsync(entries)));
        Assert.Equal(["1 unchanged", "2 unchanged", "3 unchanged"], Outcomes(await Operator.ImportAsync(entries)));
        entries[1] = entries[1].With("name", "新的名称");
        entries[2] = entries[2].With("name", "名");
        Assert.Equal(["1 unchanged", "2 updated", "3 failed name:tooShort"], Outcomes(await Operator.ImportAsync(entries)));
    }

    [Fact]
    public async Task The_report_adds_up_and_names_ids()
    {
        var report = await Operator.ImportAsync([.. WorkshopApp.Marked(_word, Entry.Case()), Entry.Case($"{_word}-bad").With("region", "00")]);
        Assert.Equal((false, 1, 0, 0, 1), (report["dryRun"].GetBoolean(), report["created"].GetInt32(), report["updated"].GetInt32(), report["unchanged"]
            .GetInt32(), report["failed"].GetInt32()));
        Assert.Equal([$"{_word}-0", $"{_word}-bad"], report["lines"].EnumerateArray().Select(line => line.Text("externalId")));
        var id = report["lines"][0].Text("id");
        Assert.Equal(200, (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{id}")).Status);
        var error = report["lines"][1].GetProperty("errors")[0];
        Assert.Equal(("region", "unknownCode"), (error.Text("field"), error.Text("code")));
        Assert.Contains("/api/reference/regions", error.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var entries = WorkshopApp.Marked(_word, Entry.Case(), Entry.Case().With("summary", null));
        var rows = await App.CountRowsAsync();
        var report = await Operator.ImportAsync(entries, dryRun: true);
        Assert.True(report["dryRun"].GetBoolean());
        Assert.Equal(["1 created", "2 failed summary:required"], Outcomes(report));
        Assert.Equal(rows, await App.CountRowsAsync());
        Assert.Equal(Outcomes(report), Outcomes(await Operator.ImportAsync(entries)));
    }

    [Fact]
    public async Task Later_lines_of_one_file_meet_what_earlier_ones_made()
    {
        var entry = WorkshopApp.Marked(_word, Entry.Case())[0];
        Assert.Equal(["1 created", "2 unchanged", "3 updated"], Outcomes(await Operator.ImportAsync([entry, entry, entry.With("name", "新的名称")])));
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_leave_the_others_alone()
    {
        var good = WorkshopApp.Marked(_word, Entry.Case(), Entry.Case()).Select(entry => entry.ToJsonString()).ToList();
        string[] lines =
        [
            good[0], "", "   ", "{", "[]", "null", "7", "\"text\"", $"{good[0]} {good[1]}", good[0]
                .Replace("\"name\"", "\"name\":\"一二三\",\"name\"", StringComparison.Ordinal),
            $"{{\"kind\":\"case\",\"name\":\"\\ud800\"}}", "{\"kind\":\"case\",\"name\":\"\\u0000\"}", $"{new string('[', 200)}{new string(']', 200)}",
            $"{{\"kind\":\"case\",\"description\":\"{new string('长', 100_000)}\"}}", $"{good[1]}\r",
        ];
        var outcomes = Outcomes(await Operator.ImportAsync(string.Join('\n', lines)));
        Assert.Equal(["1 created", .. Enumerable.Range(4, 11).Select(line => $"{line} failed"), "15 created"],
            outcomes.Select(outcome => string.Join(' ', outcome.Split(' ').Take(2))));
    }

    [Fact]
    public async Task Invalid_utf8_spoils_its_own_line_only()
    {
        byte[] lines = [.. "{\"kind\":\""u8, 0xFF, 0xFE, .. "\"}\n"u8, .. JsonSerializer.SerializeToUtf8Bytes(WorkshopApp.Marked(_word, Entry.Case())[0])];
        var answer = await Operator.SendAsync("POST", "/api/listings/import", Session.Content(lines, "application/x-ndjson"));
        Assert.Equal(["1 failed $:invalidFormat", "2 created"], Outcomes(answer.Expect(200)));
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_make_each_entry_once()
    {
        var entries = WorkshopApp.Marked(_word, [.. Enumerable.Repeat(Entry.Case(), 150)]);
        var reports = await Task.WhenAll(Operator.ImportAsync(entries), Operator.ImportAsync(entries));
        Assert.All(reports, report => Assert.Equal(0, report["failed"].GetInt32()));
        Assert.Equal(150, reports.Sum(report => report["created"].GetInt32()));
        await App.Indexed();
        Assert.Equal(150, (await App.As(Actor.Anonymous).GetAsync($"/api/listings?q={_word}")).Total);
    }

    [Theory]
    [InlineData("zh-CN", "必须填写")]
    [InlineData("en", "is required")]
    public async Task Errors_are_told_in_the_callers_language(string language, string text)
    {
        var content = Session.Content(Entry.Case().With("summary", null).ToJsonString(), "application/x-ndjson");
        var report = await Operator.SendAsync("POST", "/api/listings/import?dryRun=true", content, ("Accept-Language", language));
        Assert.Contains(text, report.Expect(200)["lines"][0].GetProperty("errors")[0].Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_lines_the_good_ones_go_in_and_repeating_changes_nothing()
    {
        var (lines, bad) = LongRun.IsOn ? (10_000, 100) : (1_000, 10);
        await using var app = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        var file = string.Join('\n', Enumerable.Range(1, lines).Select(Line));
        var first = (await app.As(Actor.Operator).ImportAsync(file)).Expect(200);
        Assert.Equal((lines - bad, bad), (first["created"].GetInt32(), first["failed"].GetInt32()));
        Assert.Equal(
            Enumerable.Range(1, bad).Select(i => $"{i * 100} failed region:unknownCode"),
            Outcomes(first).Where(outcome => outcome.Contains("failed", StringComparison.Ordinal)));

        var second = (await app.As(Actor.Operator).ImportAsync(file)).Expect(200);
        Assert.Equal((lines - bad, bad), (second["unchanged"].GetInt32(), second["failed"].GetInt32()));
        await app.Indexed();
        Assert.Equal(lines - bad, (await app.As(Actor.Anonymous).GetAsync("/api/listings?limit=1")).Total);

        static string Line(int number)
        {
            var entry = Entry.Case($"line-{number}").With("name", string.Create(CultureInfo.InvariantCulture, $"批量导入案例{number}"));
            return (number % 100 == 0 ? entry.With("region", "00") : entry).ToJsonString();
        }
    }

    [Fact]
    public async Task What_was_imported_is_found_without_anybody_asking_for_it()
    {
        (await Operator.ImportAsync(WorkshopApp.Marked(_word, Entry.Case()))).Expect(200);
        await App.PumpAsync();
        await TestKit.Eventually.TrueAsync(async () =>
            (await App.As(Actor.Anonymous).GetAsync($"/api/listings?q={_word}")).Total == 1, TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<string> Outcomes(Reply report) =>
    [
        .. report["lines"].EnumerateArray().Select(line => string.Join(
            ' ',
            [$"{line.GetProperty("line")}", line.Text("outcome"), .. line.TryGetProperty("errors", out var errors) ? errors.Errors() : []])),
    ];
}
