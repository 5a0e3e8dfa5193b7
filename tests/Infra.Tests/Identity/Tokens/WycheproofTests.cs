using System.Text;
using System.Text.Json;
using Marketplace.Identity.Keys;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Identity.Tokens;

/// <summary>
/// The JSON Web Signature vectors of Project Wycheproof. Their payloads are no claims, so they are run against reading and
/// verification; the validator as a whole must refuse every one of them.
/// </summary>
public sealed class WycheproofTests
{
    private static readonly string VectorFile = RepoRoot.Combine("..", "shared", "data", "wycheproof", "json_web_signature_test.json");

    /// <summary>Algorithms of valid vectors that this validator leaves out by decision, besides all with symmetric keys.</summary>
    private static readonly string[] LeftOut = ["RS384", "RS512", "PS384", "PS512", "ES384", "ES512"];

    public static bool VectorsAreHere => File.Exists(VectorFile);

    [Fact(SkipUnless = nameof(VectorsAreHere), Skip = "Project Wycheproof's vectors are not beside this repository.")]
    public void Every_vector_is_judged_as_stated()
    {
        var (accepted, refused, leftOut) = (0, 0, 0);
        foreach (var (group, test) in Vectors())
        {
            var name = $"{test.GetProperty("tcId")} {test.GetProperty("comment")}";
            var believed = Verify(group, Token(test));
            if (test.GetProperty("result").GetString() == "invalid")
            {
                Assert.False(believed, name);
                refused++;
            }
            else if (Key(group).GetProperty("kty").ValueEquals("oct") || LeftOut.Contains(Algorithm(Token(test))))
            {
                Assert.False(believed, name);
                leftOut++;
            }
            else
            {
                Assert.True(believed, name);
                accepted++;
            }
        }

        Assert.Equal((16, 355, 30), (accepted, refused, leftOut));
    }

    [Fact(SkipUnless = nameof(VectorsAreHere), Skip = "Project Wycheproof's vectors are not beside this repository.")]
    public async Task No_vector_is_an_access_token()
    {
        await using var bed = new TokenTestBed();
        foreach (var (_, test) in Vectors())
        {
            Assert.False((await bed.ValidateAsync(Token(test))).IsAccepted);
        }
    }

    private static IEnumerable<(JsonElement Group, JsonElement Test)> Vectors()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(VectorFile));
        foreach (var group in document.RootElement.Clone().GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                yield return (group, test);
            }
        }
    }

    private static string Token(JsonElement test) =>
        test.GetProperty("jws") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : test.GetProperty("jws").GetRawText();

    private static bool Verify(JsonElement group, string token)
    {
        var keys = KeySet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":[{Key(group).GetRawText()}]}}"));
        if (CompactJws.TryRead(token, out var jws) is not null)
        {
            return false;
        }

        var (algorithm, id) = jws!.Header;
        var end = token.LastIndexOf('.');
        return SignatureAlgorithms.IsAccepted(algorithm)
            && keys.Find(id, algorithm) is { } found
            && found.IsSignatureOf(algorithm, Encoding.ASCII.GetBytes(token[..end]), CanonicalBase64Url.Decode(token.AsSpan(end + 1))!);
    }

    private static JsonElement Key(JsonElement group) => group.TryGetProperty("public", out var published) ? published : group.GetProperty("private");

    private static string? Algorithm(string token)
    {
        using var header = JsonDocument.Parse(CanonicalBase64Url.Decode(token.Split('.')[0]));
        return header.RootElement.GetProperty("alg").GetString();
    }
}
