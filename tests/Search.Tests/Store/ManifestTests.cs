using System.Text;
using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

public sealed class ManifestTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_manifest_reads_back_as_it_was_written()
    {
        var manifest = new Manifest
        {
            Generation = 42,
            Writer = "w",
            IndexedAt = Noon,
            Segments = [new("segments/a", 100, 10, null, 0), new("segments/b", 200, 20, "deletes/c", 3)],
            Deletions = ["logs/d"],
            Rebuild = new(41, Noon, ["logs/e"]),
        };

        var read = StoreJson.ReadManifest(StoreJson.Write(manifest));

        Assert.Equivalent(manifest, read, strict: true);
        Assert.Equal(["segments/a", "segments/b", "deletes/c", "logs/d", "logs/e"], read.Blobs());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"generation\":")]
    [InlineData("{\"format\":2}")]
    [InlineData("[]")]
    public void What_is_no_manifest_of_this_format_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => StoreJson.ReadManifest(Encoding.UTF8.GetBytes(json)));
}
