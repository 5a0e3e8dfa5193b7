using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Content;

/// <summary>Each reuse model (复用模式) of source 000: what it must state, and what it refuses.</summary>
public sealed class PricingRulesTests
{
    [Theory]
    [InlineData("standardFree")]
    [InlineData("lowDiscount")]
    [InlineData("subscription")]
    public void Complete_price_terms_are_in_order(string model) => Assert.Empty(RuleBook.Check(Entry.Product().WithPricing(model)));

    [Theory]
    [InlineData("softwareFee", "null", "pricing.softwareFee:required")]
    [InlineData("softwareFee", "{\"amount\":\"0.01\",\"currency\":\"CNY\"}", "pricing.softwareFee:notAllowed")]
    [InlineData("deploymentFee", "null", "pricing.deploymentFee:required")]
    [InlineData("includes", "null", "pricing.includes:required")]
    [InlineData("includes", "[\"deployment\",\"configuration\"]", "pricing.includes:required")]
    [InlineData("includes", "[\"deployment\",\"training\"]", "pricing.includes:required")]
    [InlineData("includes", "[\"configuration\",\"training\"]", "pricing.includes:required")]
    [InlineData("includes", "[\"deployment\",\"configuration\",\"training\",\"training\"]", "pricing.includes[3]:duplicate")]
    [InlineData("fee", "{\"amount\":\"1.00\",\"currency\":\"CNY\"}", "pricing.fee:notAllowed")]
    [InlineData("discount", "\"0.30\"", "pricing.discount:notAllowed")]
    public void A_free_standard_edition_costs_its_deployment_only(string term, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Product().WithPricing("standardFree").WithJson($"pricing.{term}", json)));

    [Theory]
    [InlineData("deploymentFee", "{\"amount\":\"0.00\",\"currency\":\"CNY\"}")]
    [InlineData("customisationBasis", "\"每人日 2000 元\"")]
    [InlineData("operationBasis", "\"每年合同价的 8%\\n按季支付\"")]
    public void A_free_standard_edition_may_state_more(string term, string json) =>
        Assert.Empty(RuleBook.Check(Entry.Product().WithPricing("standardFree").WithJson($"pricing.{term}", json)));

    [Theory]
    [InlineData("listPrice", "null", "pricing.listPrice:required")]
    [InlineData("discount", "null", "pricing.discount:required")]
    [InlineData("discount", "\"0\"", "pricing.discount:outOfRange")]
    [InlineData("discount", "\"1\"", "pricing.discount:outOfRange")]
    [InlineData("discount", "\"1.00\"", "pricing.discount:outOfRange")]
    [InlineData("discount", "\"3\"", "pricing.discount:outOfRange")]
    [InlineData("discount", "\"-0.3\"", "pricing.discount:invalidFormat")]
    [InlineData("discount", "0.3", "pricing.discount:invalidFormat")]
    [InlineData("price", "null", "pricing.price:required")]
    [InlineData("price", "{\"amount\":\"36000.01\",\"currency\":\"CNY\"}", "pricing.price:inconsistent")]
    [InlineData("localConfiguration", "null", "pricing.localConfiguration:required")]
    [InlineData("serviceCommitment", "null", "pricing.serviceCommitment:required")]
    [InlineData("serviceCommitment", "\" \"", "pricing.serviceCommitment:required")]
    [InlineData("deploymentFee", "{\"amount\":\"1.00\",\"currency\":\"CNY\"}", "pricing.deploymentFee:notAllowed")]
    [InlineData("extras", "[]", "pricing.extras:notAllowed")]
    public void A_low_discount_commits_to_price_and_quality(string term, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Product().WithPricing("lowDiscount").WithJson($"pricing.{term}", json)));

    [Fact]
    public void A_list_price_of_nothing_leaves_nothing_to_discount() => Assert.Equal(
        ["pricing.listPrice:outOfRange"],
        RuleBook.Check(Entry.Product().WithPricing("lowDiscount").With("pricing.listPrice", Entry.Yuan("0.00")).With("pricing.price", Entry.Yuan("0.00"))));

    [Theory]
    [InlineData("0.01", "0.5", "0.01")]
    [InlineData("99.99", "0.3333", "33.33")]
    [InlineData("33.35", "0.1", "3.34")]
    [InlineData("999999999999.99", "0.9999", "999899999999.99")]
    public void The_discounted_price_is_rounded_half_up_to_the_fen(string listPrice, string discount, string price) => Assert.Empty(RuleBook.Check(
        Entry.Product().WithPricing("lowDiscount").With("pricing.listPrice", Entry.Yuan(listPrice)).With("pricing.discount", discount)
            .With("pricing.price", Entry.Yuan(price))));

    [Theory]
    [InlineData("period", "null", "pricing.period:required")]
    [InlineData("period", "\"week\"", "pricing.period:unknownCode")]
    [InlineData("fee", "null", "pricing.fee:required")]
    [InlineData("fee", "{\"amount\":\"0.00\",\"currency\":\"CNY\"}", "pricing.fee:outOfRange")]
    [InlineData("fee", "{\"amount\":\"-1.00\",\"currency\":\"CNY\"}", "pricing.fee:invalidFormat")]
    [InlineData("fee", "{\"amount\":\"1.00\",\"currency\":\"USD\"}", "pricing.fee:invalidFormat")]
    [InlineData("fee", "100", "pricing.fee:invalidFormat")]
    [InlineData("extras", "null", "pricing.extras:required")]
    [InlineData("extras", "[\"database\",\"database\"]", "pricing.extras[1]:duplicate")]
    [InlineData("extras", "[\"consulting\"]", "pricing.extras[0]:unknownCode")]
    [InlineData("deploymentFee", "{\"amount\":\"0.00\",\"currency\":\"CNY\"}", "pricing.deploymentFee:notAllowed")]
    [InlineData("softwareFee", "{\"amount\":\"0.00\",\"currency\":\"CNY\"}", "pricing.softwareFee:notAllowed")]
    [InlineData("setupFee", "{\"amount\":\"1.00\",\"currency\":\"CNY\"}", "pricing.setupFee:unknownField")]
    public void A_subscription_charges_its_fee_and_allowed_extras_only(string term, string json, string error) =>
        Assert.Equal([error], RuleBook.Check(Entry.Product().WithPricing("subscription").WithJson($"pricing.{term}", json)));

    [Theory]
    [InlineData("[]")]
    [InlineData("""["cloudResources","securityProducts","operatingSystem","database","securityAssessment"]""")]
    public void A_subscription_says_which_of_the_allowed_extras_apply(string extras) =>
        Assert.Empty(RuleBook.Check(Entry.Product().WithPricing("subscription").WithJson("pricing.extras", extras)));

    [Theory]
    [InlineData("standardFree", "customisationBasis", 500)]
    [InlineData("standardFree", "operationBasis", 500)]
    [InlineData("lowDiscount", "localConfiguration", 2_000)]
    [InlineData("lowDiscount", "serviceCommitment", 2_000)]
    public void Texts_end_at_their_limits(string model, string term, int most)
    {
        var product = Entry.Product().WithPricing(model);
        Assert.Empty(RuleBook.Check(product.With($"pricing.{term}", new string('字', most))));
        Assert.Equal([$"pricing.{term}:tooLong"], RuleBook.Check(product.With($"pricing.{term}", new string('字', most + 1))));
    }
}
