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
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":1,\"segments\":null}")]
    [InlineData("{\"format\":1,\"segments\":[null]}")]
    [InlineData("{\"format\":1,\"segments\":[{\"blob\":\"segments/a\",\"bytes\":-1}]}")]
    [InlineData("{\"format\":1,\"segments\":[],\"deletions\":[null]}")]
    [InlineData("{\"format\":1,\"segments\":[],\"deletions\":[],\"rebuild\":{}}")]
    public void What_is_no_manifest_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => StoreJson.ReadManifest(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_manifest_of_another_format_is_told_from_a_damaged_one() =>
        Assert.Throws<IndexFormatException>(() => StoreJson.ReadManifest("{\"format\":2}"u8));

    [Fact]
    public void A_manifest_in_which_any_byte_changed_is_refused_or_still_says_the_same()
    {
        var manifest = new Manifest { Generation = 42, Writer = "w", IndexedAt = Noon, Segments = [new("segments/a", 100, 10, "deletes/c", 3)] };
        var written = StoreJson.Write(manifest);
        for (var at = 0; at < written.Length; at++)
        {
            var changed = written.ToArray();
            changed[at] ^= 1;
            if (TryRead(changed) is { } read)
            {
                Assert.Equivalent(manifest, read, strict: true);
            }
        }
    }

    [Fact]
    public void A_manifest_of_a_version_without_checksums_is_read() =>
        Assert.Equal(7, StoreJson.ReadManifest("{\"format\":1,\"generation\":7,\"writer\":\"w\",\"segments\":[],\"deletions\":[]}"u8).Generation);

    private static Manifest? TryRead(byte[] json)
    {
        try
        {
            return StoreJson.ReadManifest(json);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
