namespace Marketplace.TestKit;

/// <summary>
/// A real Azurite (blob, queue and table service) on free loopback ports, owned by the test that started it.
/// It ends with its owner's process, however that ends.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    /// <summary>The emulator's public account name.</summary>
    public const string AccountName = "devstoreaccount1";

    /// <summary>The emulator's public account key; it protects nothing.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<AzuriteServer>> SharedServer = new(() => StartAsync());

    private readonly AzuriteOptions _options;
    private AzuriteProcess _process;

    private AzuriteServer(AzuriteOptions options, AzuriteProcess process)
    {
        _options = options;
        _process = process;
        Ports = process.Ports;
    }

    /// <summary>One in-memory Azurite per test process, started when first asked for. Tests share it by using names of their own.</summary>
    public static Task<AzuriteServer> Shared => SharedServer.Value;

    /// <summary>The three ports; they stay the same over a restart.</summary>
    public AzuritePorts Ports { get; }

    /// <summary>The process id, to look at or to end it from outside.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The blob service's address, account included.</summary>
    public Uri BlobEndpoint => Endpoint(Ports.Blob);

    /// <summary>The queue service's address, account included.</summary>
    public Uri QueueEndpoint => Endpoint(Ports.Queue);

    /// <summary>The table service's address, account included.</summary>
    public Uri TableEndpoint => Endpoint(Ports.Table);

    /// <summary>A connection string in the usual form, with the account key and all three addresses.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol={Scheme};AccountName={AccountName};AccountKey={AccountKey};" +
        $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    private string Scheme => _options.CertificateFile is null ? "http" : "https";

    /// <summary>Starts a server and waits until all three services answer.</summary>
    public static async Task<AzuriteServer> StartAsync(AzuriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AzuriteOptions();
        return new AzuriteServer(options, await AzuriteProcess.StartAsync(options, AzuritePorts.Any, cancellationToken));
    }

    /// <summary>Ends the server at once, without a chance to clean up (SIGKILL), and waits until it is gone.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Ends the server in good order, so that everything it holds reaches its data folder.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _process.StopAsync(cancellationToken);

    /// <summary>Starts a stopped or killed server again on the same ports and data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _process.KillAsync();
        _process = await AzuriteProcess.StartAsync(_options, Ports, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(_process.KillAsync());

    private Uri Endpoint(int port) => new($"{Scheme}://127.0.0.1:{port}/{AccountName}");
}
