using System.Text.Json.Nodes;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Tests.Drivers;

namespace Marketplace.LocalHost.Tests;

/// <summary>host.json: defaults, overrides, refusals.</summary>
public sealed class HostSettingsTests : IDisposable
{
    private readonly AppFolder _app = new AppFolder().Http("Api");

    [Fact]
    public void Defaults_are_those_of_the_host()
    {
        var host = Read();

        Assert.Equal("api", host.RoutePrefix);
        Assert.Equal(TimeSpan.FromSeconds(30), host.InitializationTimeout);
        Assert.Equal(TimeSpan.FromMinutes(30), host.FunctionTimeout);
        Assert.Equal(ForwardingMode.Forward, host.HttpMode);
        Assert.Equal(new QueueSettings { NewBatchThreshold = 8 * Environment.ProcessorCount }, host.Queues);
    }

    [Fact]
    public void Queue_settings_are_read_and_polling_is_quicker_in_development()
    {
        _app.Queues("batchSize", 4).Queues("visibilityTimeout", "00:00:05").Queues("maxDequeueCount", 3);

        var queues = Read(("AZURE_FUNCTIONS_ENVIRONMENT", "Development")).Queues;

        var expected = new QueueSettings
        {
            BatchSize = 4,
            NewBatchThreshold = 2 * Environment.ProcessorCount,
            MaxPollingInterval = TimeSpan.FromSeconds(2),
            VisibilityTimeout = TimeSpan.FromSeconds(5),
            MaxDequeueCount = 3,
        };
        Assert.Equal(expected, queues);
    }

    [Fact]
    public void Setting_overrides_any_value() =>
        Assert.Equal(TimeSpan.FromSeconds(7), Read(("AzureFunctionsJobHost__functionTimeout", "00:00:07")).FunctionTimeout);

    [Fact]
    public void Function_timeout_of_minus_one_is_none()
    {
        _app.Host(json => json["functionTimeout"] = "-1");

        Assert.Null(Read().FunctionTimeout);
    }

    [Theory]
    [InlineData("version", "\"1.0\"", "version must be")]
    [InlineData("functionTimeout", "\"00:00:00\"", "functionTimeout must be")]
    [InlineData("extensions", """{ "queues": { "batchSize": 33 } }""", "extensions.queues.batchSize must be a whole number from 1 to 32")]
    [InlineData("extensions", """{ "queues": { "maxPollingInterval": "soon" } }""", "maxPollingInterval must be a time")]
    [InlineData("customHandler", """{ "enableProxyingHttpRequest": true, "description": { "defaultExecutablePath": "" } }""",
        "defaultExecutablePath must name")]
    [InlineData("customHandler", """{ "enableProxyingHttpRequest": true, "description": { "defaultExecutablePath": "no-such-program" } }""", "is not in")]
    [InlineData("customHandler", """{ "enableProxyingHttpRequest": "perhaps", "description": { "defaultExecutablePath": "sh" } }""", "must be true or false")]
    [InlineData("customHandler", """{ "description": { "defaultExecutablePath": "sh" } }""",
        "must set enableProxyingHttpRequest or enableForwardingHttpRequest")]
    [InlineData("customHandler", """{ "port": 7071 }""", "customHandler.port is not supported")]
    [InlineData("customHandler", """{ "description": { "arguments": [ "--fast" ] } }""", "customHandler.description.arguments is not supported")]
    [InlineData("configurationProfile", "\"web-app-custom-handler\"", "not supported")]
    [InlineData("retry", """{ "strategy": "fixedDelay" }""", "retry is not supported")]
    public void What_the_host_would_refuse_is_named(string section, string value, string error)
    {
        _app.Host(json => json[section] = JsonNode.Parse(value));

        var exception = Assert.Throws<StartupException>(() => Read());
        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Executable_is_found_in_the_app_folder()
    {
        File.WriteAllText(Path.Combine(_app.Path, "sh"), "");
        _app.CustomHandler(json => json["description"]!["defaultExecutablePath"] = "%SHELL_NAME%");

        Assert.Equal(Path.Combine(_app.Path, "sh"), Read(("SHELL_NAME", "sh")).Executable);
    }

    [Fact]
    public void Environment_yields_to_this_run()
    {
        var settings = AppSettings.Read(new LocalHostOptions { AppFolder = _app.Path, Settings = new Dictionary<string, string> { ["HOME"] = "run" } });

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), settings["PATH"]);
        Assert.Equal("run", settings["HOME"]);
    }

    [Theory]
    [InlineData("no setting", "no setting")]
    [InlineData("%A%", "1")]
    [InlineData("x%A%y%B%z", "x1y2z")]
    [InlineData("100% of %UNKNOWN% or %A%", "100% of %UNKNOWN% or 1")]
    public void Names_between_percent_signs_are_replaced(string text, string expected)
    {
        var settings = new AppSettings([KeyValuePair.Create("A", "1"), KeyValuePair.Create("B", "2")]);

        Assert.Equal(expected, settings.Expand(text));
    }

    public void Dispose() => _app.Dispose();

    private HostSettings Read(params (string Name, string Value)[] settings) => PublishedApp.Read(new LocalHostOptions
    {
        AppFolder = _app.Path,
        Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
    }).Host;
}
