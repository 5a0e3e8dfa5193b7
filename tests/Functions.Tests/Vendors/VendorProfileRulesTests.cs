using System.Text;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Tests.Vendors;

public sealed class VendorProfileRulesTests
{
    public static TheoryData<string, string, string[]> Cases => new()
    {
        { "name", "null", ["name:required"] },
        { "name", "\"甲\"", ["name:tooShort"] },
        { "name", Text(80), [] },
        { "name", Text(81), ["name:tooLong"] },
        { "name", "\"甲\\n乙\"", ["name:invalidFormat"] },
        { "sizeClass", "null", ["sizeClass:required"] },
        { "sizeClass", "\"large\"", [] },
        { "sizeClass", "\"huge\"", ["sizeClass:unknownCode"] },
        { "region", "null", ["region:required"] },
        { "region", "\"99\"", ["region:unknownCode"] },
        { "introduction", "null", [] },
        { "introduction", Text(5_000), [] },
        { "introduction", Text(5_001), ["introduction:tooLong"] },
        { "website", "\"\"", [] },
        { "website", "\"https://例子.公司.cn/a\"", [] },
        { "website", "\"http://www.example.com\"", ["website:invalidFormat"] },
        { "website", "\"https://user:secret@example.com\"", ["website:invalidFormat"] },
        { "website", "\"javascript:alert(1)\"", ["website:invalidFormat"] },
        { "website", "\"https://a b.example.com\"", ["website:invalidFormat"] },
        { "website", $"\"https://example.com/{new string('a', 200)}\"", ["website:tooLong"] },
        { "qualifications", Items(30, """{"name":"甲"}"""), [] },
        { "qualifications", Items(31, """{"name":"甲"}"""), ["qualifications:tooLong"] },
        { "qualifications", """[{"number":"1"}]""", ["qualifications[0].name:required"] },
        { "qualifications", "[null]", ["qualifications[0]:required"] },
        { "qualifications", """[{"name":"甲","validUntil":"2028-02-30"}]""", ["qualifications[0].validUntil:invalidFormat"] },
        { "contacts", Items(5, """{"name":"甲"}"""), [] },
        { "contacts", Items(6, """{"name":"甲"}"""), ["contacts:tooLong"] },
        { "contacts", "[null]", ["contacts[0]:required"] },
        { "contacts", """[{"name":"甲"},{"name":"","phone":"12","email":"a@b"}]""",
            ["contacts[1].name:required", "contacts[1].phone:invalidFormat", "contacts[1].email:invalidFormat"] },
        { "state", "\"verified\"", ["state:unknownField"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_profile_keeps_to_its_rules(string field, string json, string[] errors)
    {
        var read = RuleBook.Json.Read<VendorProfileRequest>(Encoding.UTF8.GetBytes(VendorSteps.Profile().WithJson(field, json).ToJsonString()));
        var found = read.IsValid ? VendorProfileRules.Check(read.Value, RuleBook.Reference) : read.Errors;
        Assert.Equal(errors, found.Select(error => $"{error.Field}:{error.Code}"));
    }

    private static string Text(int length) => $"\"{new string('长', length)}\"";

    private static string Items(int count, string item) => $"[{string.Join(',', Enumerable.Repeat(item, count))}]";
}
