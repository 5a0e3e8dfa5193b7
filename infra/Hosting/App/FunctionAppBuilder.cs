using System.Net;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Document;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Health;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.Pipeline;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Hosting.App;

/// <summary>Configures an app; see <see cref="FunctionApp.CreateBuilder"/>.</summary>
public sealed class FunctionAppBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly string[] _args;
    private readonly List<Func<Exception, bool>> _outages = [];

    internal FunctionAppBuilder(string[] args)
    {
        _args = args;
        // The empty builder: no address, certificate, static file or developer page is configured from outside.
        _web = WebApplication.CreateEmptyBuilder(
            new() { ContentRootPath = AppContext.BaseDirectory, ApplicationName = Assembly.GetEntryAssembly()?.GetName().Name });
        _web.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        _web.Configuration.AddEnvironmentVariables();
        _web.Configuration.AddCommandLine([.. args.Where(static arg => arg.Contains('=', StringComparison.Ordinal))]);
        Settings = new(_web.Configuration);
        Hosting = HostingOptions.From(Settings);
        AddLogging();
        AddServer();
        Services.AddApiJson(HostingJson.Default).AddProblemTexts(typeof(FunctionAppBuilder).Assembly, "Marketplace.Hosting.Problems.json");
    }

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => _web.Services;

    /// <summary>The app's settings.</summary>
    public Settings Settings { get; }

    /// <summary>How the app is hosted.</summary>
    public HostingOptions Hosting { get; }

    /// <summary>Declares which exceptions mean that a dependency is unavailable: 503 with <c>Retry-After</c> instead of 500.</summary>
    public FunctionAppBuilder TreatAsOutage(Func<Exception, bool> isOutage)
    {
        _outages.Add(isOutage);
        return this;
    }

    /// <summary>Adds a check to <c>GET /api/health</c>.</summary>
    /// <param name="name">camelCase; the name in the response.</param>
    /// <param name="check">The check; an exception means failed.</param>
    /// <param name="isVital">Whether the instance cannot serve requests while it fails.</param>
    /// <param name="timeLimit">A check that runs longer has failed; 2 s by default.</param>
    public FunctionAppBuilder AddHealthCheck(
        string name, Func<IServiceProvider, CancellationToken, Task<HealthResult>> check, bool isVital = true, TimeSpan? timeLimit = null)
    {
        Services.AddHealthChecks().Add(DelegateHealthCheck.Registration(name, check, isVital, timeLimit ?? TimeSpan.FromSeconds(2)));
        return this;
    }

    /// <summary>Builds the app; map its functions afterwards.</summary>
    public FunctionApp Build()
    {
        var outages = _outages;
        Services.AddSingleton(Hosting);
        Services.AddSingleton(static services => ProblemTexts.Load(services.GetServices<ProblemTextSource>()));
        Services.AddSingleton(_ => new CursorCodec(Hosting.CursorKeys));
        Services.AddSingleton(services => new StrictJson(services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions));
        Services.AddSingleton(new OutageClassifier(outages));
        Services.AddSingleton(static services => new OutageRetry(services.GetRequiredService<OutageClassifier>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<OutageRetry>>(), services.GetService<IQueueSender>()));
        Services.AddSingleton<RateLimiter>();
        Services.AddHealthChecks();
        Services.AddSingleton<HealthProbe>();
        Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = TimeLimits.PolicyOf(Hosting.TimeLimit));
        Services.AddSingleton<ApiDocument>();
        Services.AddOpenApi(FunctionApp.DocumentName, ApiDocument.Configure);
        Services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = false);
        Services.AddScoped<RequestScope>();
        Services.AddScoped<Caller>(static services => services.GetRequiredService<RequestScope>().State.Caller);
        Services.AddScoped<RequestTrace>(static services => services.GetRequiredService<RequestScope>().State.Trace);
        Services.AddScoped<AccessScope>(static services => services.GetRequiredService<RequestScope>().State.Access
            ?? throw new InvalidOperationException("The route allows anyone, so it has no access scope."));
        return new FunctionApp(_web.Build(), Settings, _args);
    }

    private void AddLogging()
    {
        _web.Logging.AddConfiguration(_web.Configuration.GetSection("Logging"));
        _web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Hosting logs these itself: a failing check once instead of at every call, a time limit with its route and trace id.
        _web.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _web.Logging.AddFilter("Microsoft.AspNetCore.Http.Timeouts", LogLevel.Error);
        // The host logs stdout as information and stderr as errors (docs/host-contract.md §1), line by line.
        _web.Logging.AddSimpleConsole(static console => console.SingleLine = true);
        Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Warning);
    }

    private void AddServer()
    {
        Services.AddRoutingCore();
        Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. Hosting.Origins])
            .AllowAnyHeader()
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithExposedHeaders("ETag", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "Idempotent-Replayed",
                RequestTrace.CorrelationHeader)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        Services.TryAddSingleton(TimeProvider.System);
        Services.Configure<JsonOptions>(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Clear();
            JsonFormat.Apply(json.SerializerOptions);
        });
        _web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, Hosting.Port);
            kestrel.AddServerHeader = false;
            // Routes with a body have their own limit; this one is for queue payloads: a message of 64 KiB, escaped twice, and its properties again.
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
            // A query of 10,000 Chinese characters (90,000 bytes) gets a problem, not a bare 414.
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;
        });
    }
}
