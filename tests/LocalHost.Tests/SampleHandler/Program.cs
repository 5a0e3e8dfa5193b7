using System.Net;
using Marketplace.SampleHandler;

// A custom handler that does as it is told: settings decide how it starts, paths and messages what it answers.
if (await Startup.MisbehaveAsync() is { } exitCode)
{
    return exitCode;
}

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Listen(IPAddress.Loopback, Startup.Port);
});
var app = builder.Build();
Console.WriteLine("sample handler says hello");
await Console.Error.WriteLineAsync("sample handler warns");
await Console.Error.WriteLineAsync("sample handler complains");
app.MapBehaviours();
app.MapTriggers();
app.MapFallback(Echo.AnswerAsync);
await app.RunAsync();
Journal.Append("end", "");
return 3;
