using Marketplace.Hosting.Document;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Health;
using Marketplace.Hosting.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Hosting.App;

/// <summary>A function app: an ASP.NET Core program that the Functions host starts and calls over loopback HTTP.</summary>
public sealed class FunctionApp : IEndpointRouteBuilder, IAsyncDisposable
{
    /// <summary>The name of the API document. <c>Services.AddOpenApi(FunctionApp.DocumentName)</c> in an app adds the app's own doc comments to it.</summary>
    public const string DocumentName = "v1";

    // Exit code 0 would leave the host calling a dead port; 200 makes it start the handler again without counting a failure
    // (docs/host-contract.md §1).
    private const int Stopped = 200;
    private const int CannotStart = 1;
    private const string Emit = "--emit-functions";

    private readonly WebApplication _web;
    private readonly string[] _args;

    internal FunctionApp(WebApplication web, Settings settings, string[] args) => (_web, Settings, _args) = (web, settings, args);

    /// <summary>Creates a builder.</summary>
    /// <param name="args">The command line: settings as <c>--Host:Port=7070</c>, or <c>--emit-functions DIR</c>.</param>
    public static FunctionAppBuilder CreateBuilder(string[] args) => new(args);

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _web.Services;

    /// <summary>The settings that were read while the app was built.</summary>
    public Settings Settings { get; }

    /// <summary>Where the started app listens, such as <c>http://127.0.0.1:7070</c>.</summary>
    public Uri Address => new(_web.Urls.First());

    IServiceProvider IEndpointRouteBuilder.ServiceProvider => _web.Services;

    ICollection<EndpointDataSource> IEndpointRouteBuilder.DataSources => ((IEndpointRouteBuilder)_web).DataSources;

    IApplicationBuilder IEndpointRouteBuilder.CreateApplicationBuilder() => ((IEndpointRouteBuilder)_web).CreateApplicationBuilder();

    /// <summary>
    /// Runs until the process is stopped; with <c>--emit-functions DIR</c> writes the <c>function.json</c> folders and <c>host.json</c> instead.
    /// </summary>
    /// <returns>The process's exit code: 0 only after writing; 1 when the app cannot start, which standard error explains.</returns>
    public async Task<int> RunAsync()
    {
        try
        {
            var emit = Array.IndexOf(_args, Emit);
            if (emit >= 0)
            {
                return EmitFunctions(emit + 1 < _args.Length ? _args[emit + 1] : throw new StartupException($"{Emit} needs a directory."));
            }

            await StartAsync(CancellationToken.None);
            await _web.WaitForShutdownAsync();
            return Stopped;
        }
        catch (Exception fault) when (fault is StartupException or IOException)
        {
            // Kestrel throws IOException when the port is in use or not permitted.
            await Console.Error.WriteLineAsync(fault.Message);
            return CannotStart;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Checks the settings and the mapped endpoints, and starts listening.</summary>
    /// <exception cref="StartupException">One of them is wrong; the message lists all errors.</exception>
    /// <exception cref="IOException">The port is in use or not permitted.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Check(Settings.Faults, Prepare());
        await _web.StartAsync(cancellationToken);
    }

    /// <summary>Stops listening.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _web.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private int EmitFunctions(string directory)
    {
        // The functions do not depend on settings, which differ between environments.
        var endpoints = Prepare();
        Check([], endpoints);
        var hostFile = Path.Combine(AppContext.BaseDirectory, "host.json");
        FunctionFiles.Write(StartupChecks.FunctionsOf(endpoints), File.Exists(hostFile)
            ? hostFile
            : throw new StartupException($"There is no {hostFile}."), directory);
        return 0;
    }

    private IReadOnlyList<RouteEndpoint> Prepare()
    {
        this.MapHealth();
        this.MapApiDocument();
        _web.UseAppPipeline();
        return [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
    }

    private void Check(IEnumerable<string> settingFaults, IReadOnlyList<RouteEndpoint> endpoints)
    {
        var faults = settingFaults.Concat(StartupChecks.FaultsOf(endpoints, Services)).ToArray();
        if (faults.Length > 0)
        {
            throw new StartupException(string.Join(Environment.NewLine, faults.Prepend("The app cannot start:")));
        }
    }
}
