using System.Text;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Http;

/// <summary>What clients get wrong in bodies: each is a problem with its status, code and field, and writes nothing.</summary>
[Collection(SharesWorkshop.Name)]
public sealed class BadBodyTests(WorkshopApp workshop)
{
    private TestApp App => workshop.App;

    [Theory]
    [InlineData("", "$:required")]
    [InlineData("{", "$:invalidFormat")]
    [InlineData("null", "$:invalidFormat")]
    [InlineData("[]", "$:invalidFormat")]
    [InlineData("\"text\"", "$:invalidFormat")]
    [InlineData("{\"reason\":5}", "reason:invalidFormat")]
    [InlineData("{\"reason\":{}}", "reason:invalidFormat")]
    [InlineData("{\"reason\":\"核对\",\"colour\":1}", "colour:unknownField")]
    [InlineData("{\"reason\":\"核对\",\"reason\":\"再核对\"}", "reason:duplicate")]
    [InlineData("{\"Reason\":\"核对\"}", "Reason:unknownField")]
    [InlineData("{\"reason\":\"核对\"} x", "$:invalidFormat")]
    [InlineData("{\"reason\":\"核对\",}", "$:invalidFormat")]
    [InlineData("{'reason':'核对'}", "$:invalidFormat")]
    [InlineData("// 注释\n{\"reason\":\"核对\"}", "$:invalidFormat")]
    [InlineData("{\"reason\":\"\\ud800核对\"}", "reason:invalidFormat")]
    [InlineData("{\"reason\":\"核\\u0000对\"}", "reason:invalidFormat")]
    [InlineData("{\"reason\":\"核\\u001b对\"}", "reason:invalidFormat")]
    public async Task A_body_that_cannot_be_understood_is_refused(string body, string error)
    {
        var id = await GivenAsync();
        var rows = await App.CountRowsAsync();
        (await SendAsync(id, Encoding.UTF8.GetBytes(body))).ExpectProblem(400, "invalid", error);
        Assert.Equal(rows, await App.CountRowsAsync());
    }

    [Fact]
    public async Task A_body_that_is_no_utf8_or_too_deep_is_refused()
    {
        var id = await GivenAsync();
        (await SendAsync(id, [.. "{\"reason\":\""u8, 0xFF, .. "\"}"u8])).ExpectProblem(400, "invalid", "$:invalidFormat");
        (await SendAsync(id, [.. "{\"reason\":"u8, .. Enumerable.Repeat((byte)'[', 10_000), .. Enumerable.Repeat((byte)']', 10_000), (byte)'}'])).Expect(400);
    }

    [Theory]
    [InlineData("""{"kind":"produkt"}""", "kind:unknownCode", "case, product, capability")]
    [InlineData("""{"kind":"product","content":{"reuseModel":"rent"}}""", "content.reuseModel:unknownCode", "standardFree, lowDiscount, subscription")]
    [InlineData("""{"kind":"product","content":{"pricing":{"fee":{"amount":"1e3","currency":"CNY"}}}}""", "content.pricing.fee:invalidFormat",
        """{"amount":"120000.00","currency":"CNY"}""")]
    [InlineData("""{"kind":"product","content":{"pricing":{"discount":"0.30000000001"}}}""", "content.pricing.discount:invalidFormat", "\"0.30\"")]
    public async Task A_refusal_says_what_would_be_accepted(string body, string error, string accepted)
    {
        var answer = await App.As(Actor.Member).SendAsync("POST", "/api/submissions", Session.Content(body, "application/json"), ("Accept-Language", "en"));
        Assert.EndsWith($"; accepted: {accepted}", answer.ExpectProblem(400, "invalid", error)["errors"][0].Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-ndjson")]
    [InlineData("nonsense")]
    public async Task A_body_of_another_type_is_refused(string type)
    {
        var content = Session.Content("""{"reason":"核对信息"}""", type);
        (await App.As(Actor.Reviewer).SendAsync("POST", $"/api/listings/{await GivenAsync()}/suspend", content, ("If-Match", "*")))
            .ExpectProblem(415, "unsupportedMediaType");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var id = await GivenAsync();
        (await SendAsync(id, new byte[300 * 1024])).ExpectProblem(413, "tooLarge");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson; charset=gbk")]
    public async Task An_import_of_another_type_is_refused(string type)
    {
        var rows = await App.CountRowsAsync();
        var content = Session.Content(Entry.Case(WorkshopApp.NewWord()).ToJsonString(), type);
        (await App.As(Actor.Operator).SendAsync("POST", "/api/listings/import", content)).ExpectProblem(415, "unsupportedMediaType");
        Assert.Equal(rows, await App.CountRowsAsync());
    }

    [Fact]
    public async Task An_import_that_announces_too_much_is_refused_before_it_is_sent()
    {
        var content = new AnnouncedContent(100_000_001);
        (await App.As(Actor.Operator).SendAsync("POST", "/api/listings/import", content, ("Expect", "100-continue"))).ExpectProblem(413, "tooLarge");
        Assert.False(content.WasSent);
    }

    [Fact]
    public async Task An_empty_import_reports_nothing() =>
        Assert.Empty((await App.As(Actor.Operator).ImportAsync("\n\n")).Expect(200)["lines"].EnumerateArray());

    [Fact]
    public async Task An_import_takes_no_parameter_but_dry_run()
    {
        var content = Session.Content("", "application/x-ndjson");
        (await App.As(Actor.Operator).SendAsync("POST", "/api/listings/import?dryrun=true", content)).ExpectProblem(400, "invalid", "dryrun:unknownField");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer not.a.token")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.")]
    public async Task A_token_that_is_none_is_refused_even_where_none_is_needed(string authorization)
    {
        var answer = (await App.As(Actor.Anonymous).GetAsync("/api/listings", ("Authorization", authorization))).ExpectProblem(401, "unauthenticated");
        Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    private async Task<string> GivenAsync() => (await App.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case())))[0];

    private Task<Reply> SendAsync(string id, byte[] body) =>
        App.As(Actor.Reviewer).SendAsync("POST", $"/api/listings/{id}/suspend", Session.Content(body, "application/json"), ("If-Match", "*"));

    /// <summary>Says how long it is, and notes whether anybody wanted it.</summary>
    private sealed class AnnouncedContent : HttpContent
    {
        private readonly long _length;

        public AnnouncedContent(long length)
        {
            _length = length;
            Headers.TryAddWithoutValidation("Content-Type", "application/x-ndjson");
        }

        public bool WasSent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            WasSent = true;
            return stream.WriteAsync(new byte[1]).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}
