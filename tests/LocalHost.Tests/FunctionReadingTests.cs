using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Tests.Drivers;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, item 7: which functions are valid, and what is said about the others. No process is needed.</summary>
public sealed class FunctionReadingTests : IDisposable
{
    private readonly AppFolder _app = new AppFolder().Http("Good");

    [Theory]
    [InlineData("1Digit", "the name must be a letter")]
    [InlineData("host", "not 'host'")]
    [InlineData("Has.Dot", "the name must be a letter")]
    public void Item_07_names_that_break_the_rule_are_reported(string name, string error)
    {
        _app.Http(name, route: "other");

        AssertLeftOut(name, error);
    }

    [Fact]
    public void Item_07_name_of_more_than_128_characters_is_reported()
    {
        _app.Http("L" + new string('o', 127), route: "longest").Http("M" + new string('o', 128), route: "longer");

        Assert.Contains("L" + new string('o', 127), Read().Functions.Select(function => function.Name));
        AssertLeftOut("M" + new string('o', 128), "the name must be a letter");
    }

    [Theory]
    [InlineData("/rooted", "must not start with '/'")]
    [InlineData("admin/things", "keeps for itself")]
    [InlineData("Administrators", "keeps for itself")]
    [InlineData("runtime", "keeps for itself")]
    [InlineData("{*PATH}", "already taken by Good")]
    public void Item_07_routes_that_break_a_rule_are_reported(string route, string error)
    {
        _app.Http("Other", route);

        AssertLeftOut("Other", error);
    }

    [Fact]
    public void Item_07_same_route_for_other_methods_is_no_duplicate()
    {
        _app.Http("Reads", "things", methods: "\"get\"").Http("Writes", "things", methods: "\"post\"")
            .Http("WritesToo", "things", methods: "\"put\", \"post\"");

        Assert.Equal(["Good", "Reads", "Writes"], Read().Functions.Select(function => function.Name));
        AssertLeftOut("WritesToo", "already taken by Writes");
    }

    [Theory]
    [InlineData("not json", "not valid JSON")]
    [InlineData("{}", "has no bindings")]
    [InlineData("""{ "bindings": [] }""", "exactly one trigger")]
    [InlineData("""{ "bindings": [ { "type": "serviceBusTrigger", "direction": "in", "name": "x" } ] }""", "serviceBusTrigger is not supported")]
    [InlineData("""{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "x" } ] }""", "lacks its queueName")]
    [InlineData("""{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "x", "queueName": "a b" } ] }""", "queue name 'a b'")]
    [InlineData("""{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "x", "schedule": "0 0 0 * * 7" } ] }""", "the schedule '0 0 0 * * 7'")]
    [InlineData("""{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "x", "authLevel": "nobody" } ] }""", "authLevel must be")]
    [InlineData(
        """{ "retry": { "strategy": "fixedDelay", "maxRetryCount": 1 }, "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "x", "queueName": "abc" } ] }""", "retry policies are not supported")]
    [InlineData("""{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "x", "authLevel": "function" } ] }""", "authLevel must be")]
    [InlineData("""{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "x", "authLevel": "anonymous" } ] }""", "outputs are not supported")]
    [InlineData(
        """{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "x", "queueName": "abc" }, { "type": "queue", "direction": "out", "name": "y" } ] }""", "outputs are not supported")]
    public void Item_07_function_json_that_cannot_be_played_is_reported(string functionJson, string error)
    {
        _app.Raw("Other", functionJson);

        AssertLeftOut("Other", error);
    }

    [Fact]
    public void Item_07_comments_trailing_commas_and_settings_in_names_are_read()
    {
        _app.Raw("Worker", """
            { // as people write them
              "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "%WHERE%-Jobs", }, ] }
            """);

        var worker = Read(("WHERE", "North")).Functions.Single(function => function.Name == "Worker");

        Assert.Equal("north-jobs", Assert.IsType<QueueTriggerBinding>(worker.Trigger).QueueName);
    }

    [Fact]
    public void Item_07_folders_without_function_json_are_ignored()
    {
        Directory.CreateDirectory(Path.Combine(_app.Path, "wwwroot"));

        Assert.Empty(Read().Errors);
    }

    [Fact]
    public void Item_07_app_without_any_valid_function_does_not_start()
    {
        using var empty = new AppFolder().Raw("Broken", "{}");

        var exception = Assert.Throws<StartupException>(() => PublishedApp.Read(new LocalHostOptions { AppFolder = empty.Path }));
        Assert.Contains("Broken: function.json has no bindings", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobs.Good.Disabled", "true")]
    [InlineData("AzureWebJobs_Good_Disabled", "1")]
    public void Function_is_switched_off_by_its_setting(string setting, string value)
    {
        Assert.True(Read((setting, value)).Functions.Single().Disabled);
        Assert.False(Read().Functions.Single().Disabled);
    }

    public void Dispose() => _app.Dispose();

    private PublishedApp Read(params (string Name, string Value)[] settings) => PublishedApp.Read(new LocalHostOptions
    {
        AppFolder = _app.Path,
        Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
    });

    private void AssertLeftOut(string name, string error)
    {
        var read = Read();
        Assert.Contains(error, read.Errors[name], StringComparison.Ordinal);
        Assert.DoesNotContain(name, read.Functions.Select(function => function.Name));
        Assert.Contains("Good", read.Functions.Select(function => function.Name));
    }
}
