using System.IO.Compression;
using System.Text;
using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Answers;

public sealed class CompressionTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0.5, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*;q=0", null)]
    [InlineData("deflate", null)]
    [InlineData("identity", null)]
    public async Task Large_answers_come_in_the_coding_the_client_prefers(string accepted, string? coding)
    {
        using var plain = await sample.GetAsync("/api/parcels/large");
        using var answer = await sample.GetAsync("/api/parcels/large", ("Accept-Encoding", accepted));
        Assert.Equal(coding, answer.Header("Content-Encoding"));
        Assert.Equal(plain.Text, Encoding.UTF8.GetString(Decode(answer.Body, coding)));
        Assert.True(coding is null || answer.Body.Length < plain.Body.Length / 10);
        Assert.Contains("Accept-Encoding", plain.Header("Vary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Small_answers_and_their_length_stay_as_they_are()
    {
        using var answer = await sample.GetAsync("/api/parcels/p1", ("Accept-Encoding", "br"));
        Assert.Null(answer.Header("Content-Encoding"));
        Assert.Equal(answer.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Header("Content-Length"));
    }

    [Fact]
    public async Task Large_problems_are_compressed_too()
    {
        using var answer =
            await sample.GetAsync("/api/parcels?" + string.Join('&', Enumerable.Range(0, 50).Select(static n => $"a{n}=1")), ("Accept-Encoding", "gzip"));
        Assert.Equal((400, "gzip"), (answer.Status, answer.Header("Content-Encoding")));
        Assert.Contains("unknownField", Encoding.UTF8.GetString(Decode(answer.Body, "gzip")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_answers_the_headers_of_GET_without_a_body()
    {
        foreach (var path in new[] { "/api/parcels/p1", "/api/parcels", "/api/parcels/labels", "/api/health", "/api/openapi.json" })
        {
            using var get = await sample.GetAsync(path);
            using var head = await sample.SendAsync("HEAD", path);
            Assert.Equal(get.Status, head.Status);
            Assert.Empty(head.Body);
            Assert.Equal(get.Header("ETag"), head.Header("ETag"));
            Assert.Equal(get.Header("Content-Type"), head.Header("Content-Type"));
            Assert.Equal(get.Header("Content-Length"), head.Header("Content-Length"));
        }
    }

    private static byte[] Decode(byte[] body, string? coding)
    {
        using var source = new MemoryStream(body);
        using Stream decoded = coding switch
        {
            "br" =>
            new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            _ => source
        };
        using var target = new MemoryStream();
        decoded.CopyTo(target);
        return target.ToArray();
    }
}
