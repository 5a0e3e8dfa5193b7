using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Identity;
using Marketplace.Identity.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infra.Tests.Hosting.Sample;

/// <summary>The sample app on real Kestrel at a free loopback port.</summary>
public sealed class SampleApp : IAsyncDisposable
{
    public const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly FunctionApp _app;

    private SampleApp(FunctionApp app) =>
        (_app, Client) = (app, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address });

    public HttpClient Client { get; }

    public Uri Address => _app.Address;

    public IServiceProvider Services => _app.Services;

    public Deliveries Deliveries => _app.Services.GetRequiredService<Deliveries>();

    public static async Task<SampleApp> StartAsync(Action<FunctionAppBuilder>? configure = null, params string[] args)
    {
        var app = Build(configure, args);
        await app.StartAsync(CancellationToken.None);
        return new(app);
    }

    public static FunctionApp Build(Action<FunctionAppBuilder>? configure = null, params string[] args)
    {
        var builder =
            FunctionApp.CreateBuilder(["--Host:Port=0", $"--Host:CursorKeys={Key}", "--Host:RateLimits=false", "--Logging:LogLevel:Default=None", .. args]);
        builder.Services.AddProblemTexts(typeof(SampleApp).Assembly, "Sample.Problems.json").AddApiJson(SampleJson.Default);
        builder.TreatAsOutage(static fault => fault is SampleOutageException);
        builder.Services.AddSingleton<ITokenValidator, SampleTokens>();
        builder.Services.AddOpenApi(FunctionApp.DocumentName);
        builder.Services.AddSingleton<Turnstile>();
        builder.Services.AddSingleton<Deliveries>();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapParcels();
        app.MapQueueFunction(
            "WeighParcel",
            "parcel-weights",
            static (QueueDelivery delivery, Deliveries seen, CancellationToken _) => seen.AddAsync(delivery),
            static (delivery, seen, _) => Task.FromResult(seen.GivenUp = delivery.Text));
        app.MapTimerFunction("CountParcels", "0 */10 * * * *", static (TimerDelivery delivery, Deliveries seen, CancellationToken _) =>
            seen.AddAsync(delivery));
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>What the sample's queue and timer functions were called with.</summary>
public sealed class Deliveries
{
    public List<object> Seen { get; } = [];

    public string? GivenUp { get; set; }

    public Task AddAsync(object delivery)
    {
        Seen.Add(delivery);
        return delivery is QueueDelivery { Text: "fail" } ? throw new InvalidOperationException("as asked") : Task.CompletedTask;
    }
}

/// <summary>Tokens that say who they are.</summary>
internal sealed class SampleTokens : ITokenValidator
{
    private static readonly CreditCode Company =
        CreditCode.Parse(CreditCode.TryCheckCharacter("91440101MA59ABCD1", out var check) ? "91440101MA59ABCD1" + check : "");

    public ValueTask<TokenResult> ValidateAsync(string token, CancellationToken cancellationToken) => new(token switch
    {
        "vendor" => TokenResult.Accepted(new Caller("v1", "https://issuer", [Role.VendorAdmin], CreditCode: Company)),
        "official" => TokenResult.Accepted(new Caller("o1", "https://issuer", [Role.GovUser], Region: "44")),
        "outage" => TokenResult.Refused(TokenRefusal.KeysUnavailable),
        _ => TokenResult.Refused(TokenRefusal.WrongSignature),
    });
}
