using Marketplace.Outgoing;

namespace Marketplace.Infra.Tests.Outgoing;

public sealed class TargetRulesTests
{
    private static readonly TargetRules Rules = new(new HashSet<string> { "127.0.0.1:8080" });

    [Theory]
    [InlineData("https://example.com/hook", "https://example.com/hook")]
    [InlineData("https://EXAMPLE.com", "https://example.com/")]
    [InlineData("https://example.com:8443/a?b=c", "https://example.com:8443/a?b=c")]
    [InlineData("https://8.8.8.8/", "https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/")]
    [InlineData("https://例子.中国/", "https://xn--fsqu00a.xn--fiqs8s/")]
    [InlineData("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x")]
    public void Good_addresses_are_sent_to_in_their_plain_form(string text, string target) => Assert.Equal(target, Rules.Check(text).Target?.AbsoluteUri);

    [Theory]
    [InlineData("", TargetRefusal.Malformed)]
    [InlineData("/hook", TargetRefusal.Scheme)]
    [InlineData("example.com", TargetRefusal.Malformed)]
    [InlineData("https://", TargetRefusal.Malformed)]
    [InlineData("https://example.com/a b", TargetRefusal.Malformed)]
    [InlineData("https:\\\\example.com", TargetRefusal.Malformed)]
    [InlineData("https://example.com\\@127.0.0.1/", TargetRefusal.Malformed)]
    [InlineData("https://example.com/\r\nHost: x", TargetRefusal.Malformed)]
    [InlineData("http://example.com/", TargetRefusal.Scheme)]
    [InlineData("ftp://example.com/", TargetRefusal.Scheme)]
    [InlineData("file:///etc/passwd", TargetRefusal.Scheme)]
    [InlineData("gopher://example.com/", TargetRefusal.Scheme)]
    [InlineData("https://user@example.com/", TargetRefusal.UserInfo)]
    [InlineData("https://@example.com/", TargetRefusal.UserInfo)]
    [InlineData("https://example.com@127.0.0.1/", TargetRefusal.UserInfo)]
    [InlineData("https://example.com/#x", TargetRefusal.Fragment)]
    [InlineData("https://example.com:80/", TargetRefusal.Port)]
    [InlineData("https://example.com:22/", TargetRefusal.Port)]
    [InlineData("https://localhost/", TargetRefusal.Host)]
    [InlineData("https://a.localhost/", TargetRefusal.Host)]
    [InlineData("https://intranet/", TargetRefusal.Host)]
    [InlineData("https://metadata.google.internal/", TargetRefusal.Host)]
    [InlineData("https://printer.local/", TargetRefusal.Host)]
    [InlineData("https://example.com./", TargetRefusal.Host)]
    [InlineData("https://127.0.0.1/", TargetRefusal.Host)]
    [InlineData("https://127.1/", TargetRefusal.Host)]
    [InlineData("https://0x7f.1/", TargetRefusal.Host)]
    [InlineData("https://0x7f000001/", TargetRefusal.Host)]
    [InlineData("https://2130706433/", TargetRefusal.Host)]
    [InlineData("https://0177.0.0.1/", TargetRefusal.Host)]
    [InlineData("https://8.8.2056/", TargetRefusal.Host)]
    [InlineData("https://010.8.8.8/", TargetRefusal.Host)]
    [InlineData("https://169.254.169.254/latest", TargetRefusal.Host)]
    [InlineData("https://１２７.０.０.１/", TargetRefusal.Host)]
    [InlineData("https://127。0。0。1/", TargetRefusal.Host)]
    [InlineData("https://[::1]/", TargetRefusal.Host)]
    [InlineData("https://[::ffff:7f00:1]/", TargetRefusal.Host)]
    [InlineData("https://[fe80::1%25eth0]/", TargetRefusal.Host)]
    [InlineData("https://127.0.0.1:8080/", null)]
    [InlineData("http://127.0.0.1:8081/", TargetRefusal.Scheme)]
    [InlineData("http://user@127.0.0.1:8080/", TargetRefusal.UserInfo)]
    public void Others_are_refused_with_the_reason(string text, TargetRefusal? refusal) => Assert.Equal(refusal, Rules.Check(text).Refusal);

    [Fact]
    public void An_endless_address_is_refused() =>
        Assert.Equal(TargetRefusal.Malformed, Rules.Check($"https://example.com/{new string('a', TargetRules.MaxLength)}").Refusal);
}
