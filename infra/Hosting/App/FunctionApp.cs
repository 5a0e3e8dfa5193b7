using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Hosting;

/// <summary>A function app: an ASP.NET Core program that the Functions host starts and calls over loopback HTTP.</summary>
public sealed class FunctionApp : IEndpointRouteBuilder, IAsyncDisposable
{
    // Exit code 0 would leave the host calling a dead port; 200 makes it start the handler again without counting a failure
    // (functions-host-contract.md, section 1).
    private const int StoppedExitCode = 200;

    private readonly WebApplication _web;
    private readonly Settings _settings;
    private readonly string[] _args;

    internal FunctionApp(WebApplication web, Settings settings, string[] args) => (_web, _settings, _args) = (web, settings, args);

    /// <summary>Starts the making of an app.</summary>
    /// <param name="args">The command line: settings as <c>--Host:Port=7070</c>, or <c>--emit-functions DIR</c>.</param>
    public static FunctionAppBuilder CreateBuilder(string[] args) => new(args);

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _web.Services;

    /// <summary>Where the started app listens, such as <c>http://127.0.0.1:7070</c>.</summary>
    public Uri Address => new(_web.Urls.First());

    IServiceProvider IEndpointRouteBuilder.ServiceProvider => _web.Services;

    ICollection<EndpointDataSource> IEndpointRouteBuilder.DataSources => ((IEndpointRouteBuilder)_web).DataSources;

    IApplicationBuilder IEndpointRouteBuilder.CreateApplicationBuilder() => ((IEndpointRouteBuilder)_web).CreateApplicationBuilder();

    /// <summary>Runs until the process is stopped, or writes the functions when the command line says so.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync()
    {
        await StartAsync(CancellationToken.None);
        await _web.WaitForShutdownAsync();
        return StoppedExitCode;
    }

    /// <summary>Checks what was mapped and starts listening.</summary>
    /// <exception cref="StartException">Something is wrong with the settings or what was mapped.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _web.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
