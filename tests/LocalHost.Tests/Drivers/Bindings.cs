namespace Marketplace.LocalHost.Tests.Drivers;

/// <summary>Entries of function.json.</summary>
internal static class Bindings
{
    public static string HttpTrigger(string? route = "{*path}", string level = "anonymous", string? methods = null) =>
        $$"""
        { "type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "{{level}}"
          {{(route is null ? "" : $", \"route\": \"{route}\"")}} {{(methods is null ? "" : $", \"methods\": [{methods}]")}} }
        """;

    public static string HttpOutput(string name = "res") => $$"""{ "type": "http", "direction": "out", "name": "{{name}}" }""";

    public static string QueueTrigger(string queue, string? connection = null) =>
        $$"""{ "type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "{{queue}}" {{(connection is null ? "" : $", \"connection\": \"{connection}\"")}} }""";

    public static string Timer(string schedule, string more = "") =>
        $$"""{ "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "{{schedule}}" {{more}} }""";
}
