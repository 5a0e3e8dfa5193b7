using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage;

public sealed class AzuriteServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_server_keeps_its_data_and_ports_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using var server = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.Path }, Stop);
        using var http = new HttpClient();
        var before = server.Ports;

        await server.StopAsync(Stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(server.TableEndpoint, Stop));
        await server.RestartAsync(Stop);

        Assert.Equal(before, server.Ports);
        using var answer = await http.GetAsync(server.TableEndpoint, Stop);
        Assert.True((int)answer.StatusCode >= 400, "it answers, if only to refuse an unsigned request");
        Assert.NotEmpty(Directory.GetFiles(folder.Path, "*table*"));
    }
}
