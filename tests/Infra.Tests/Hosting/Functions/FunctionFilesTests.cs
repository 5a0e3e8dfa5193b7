using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;
using Marketplace.Infra.Tests.Hosting.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Infra.Tests.Hosting.Functions;

public sealed class FunctionFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("functions-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Emitting_writes_the_golden_folders_and_host_json_without_any_setting()
    {
        var builder = FunctionApp.CreateBuilder(["--emit-functions", _directory]);
        builder.Services.AddApiJson(SampleJson.Default);
        var app = builder.Build();
        app.MapHttpFunction("Parcels", "parcels").AllowAnyone().MapGet("{id}", static (string id) => ApiResults.Ok<string[]>([id])).WithName("read")
            .WithSummary("Reads.");
        app.MapQueueFunction("WeighParcel", "parcel-weights", static (QueueDelivery delivery, Deliveries seen, CancellationToken _) => seen.AddAsync(delivery));
        app.MapTimerFunction("CountParcels", "0 */10 * * * *", static (TimerDelivery delivery, Deliveries seen, CancellationToken _) =>
            seen.AddAsync(delivery));
        Assert.Equal(0, await app.RunAsync());
        Assert.Equal(Tree(Path.Combine(AppContext.BaseDirectory, "Golden")), Tree(_directory));
    }

    [Fact]
    public void Functions_that_are_gone_disappear_and_strangers_stay()
    {
        File.WriteAllText(Path.Combine(_directory, "host.json"), "{}");
        Directory.CreateDirectory(Path.Combine(_directory, "Gone"));
        File.WriteAllText(Path.Combine(_directory, "Gone", "function.json"), "{}");
        Directory.CreateDirectory(Path.Combine(_directory, "data"));
        FunctionFiles.Write([new TimerFunction("Kept", "0 0 0 * * *")], Path.Combine(_directory, "host.json"), _directory);
        Assert.Equal(["Kept", "data"], Directory.GetDirectories(_directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(_directory, "host.json")));
    }

    private static Dictionary<string, string> Tree(string root) =>
        Directory.GetFiles(root, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllText);
}
