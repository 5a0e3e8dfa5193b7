using System.Collections.Frozen;
using System.Globalization;

namespace Marketplace.LocalHost.Issuer;

/// <summary>A checked request for a development token: the claims it asks for by claim name.</summary>
internal sealed record TokenForm(IReadOnlyDictionary<string, string> Claims, string Subject, TimeSpan Lifetime)
{
    public const string Role = "role";
    public const string Region = "region";
    public const string Department = "department";
    public const string CreditCode = "creditCode";

    private const int DefaultSeconds = 3600;
    private const int MostSeconds = 86_400;

    // Form field → claim, the check of its value, and what to say when it fails.
    private static readonly Dictionary<string, (string Claim, Func<string, bool> IsValid, string Expected)> Fields = new(StringComparer.Ordinal)
    {
        [Role] = ("role", DevelopmentRole.All.ContainsKey, "one of " + string.Join(", ", DevelopmentRole.All.Keys.Order(StringComparer.Ordinal))),
        [Region] = ("region", value => value.Length is 2 or 4 or 6 or 9 or 12 && value.All(char.IsAsciiDigit), "a region code of 2, 4, 6, 9 or 12 digits"),
        [Department] = ("department", value => IsText(value, 64), "a department's id of at most 64 characters"),
        [CreditCode] = ("credit_code", value =>
            value.Length == 18 && value.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)), "18 digits and capital letters"),
        ["name"] = ("name", value => IsText(value, 64), "a name of at most 64 characters"),
        ["channel"] = ("channel", value => value.Length <= 16 && value.All(char.IsAsciiLetterLower), "a channel such as ppm, yzy, gdbs or yst"),
        ["subject"] = ("sub", value => IsText(value, 128), "at most 128 characters"),
        ["expiresIn"] = ("", value => Seconds(value) is >= -MostSeconds and <= MostSeconds,
            $"seconds from -{MostSeconds} to {MostSeconds}; a negative number gives an expired token"),
        ["grant_type"] = ("", value => value == "client_credentials", "client_credentials, or absent"),
    };

    /// <summary>Checks a form; gives the request, or what is wrong with it in words that name the field.</summary>
    public static (TokenForm? Form, string? Error) Parse(IFormCollection form)
    {
        foreach (var (field, values) in form)
        {
            if (!Fields.TryGetValue(field, out var rule))
            {
                return (null, $"{field}: unknown field; known are {string.Join(", ", Fields.Keys)}.");
            }

            if (values.Count != 1 || !rule.IsValid(values[0] ?? ""))
            {
                return (null, $"{field}: must be {rule.Expected}{(values.Count > 1 ? ", once" : "")}.");
            }
        }

        if (!form.TryGetValue(Role, out var role))
        {
            return (null, $"{Role}: required; {Fields[Role].Expected}.");
        }

        return CheckRole(form, DevelopmentRole.All[role.ToString()]) is { } error ? (null, error) : (Build(form), null);
    }

    private static string? CheckRole(IFormCollection form, DevelopmentRole role)
    {
        if (role.Required.FirstOrDefault(field => !form.ContainsKey(field)) is { } missing)
        {
            return $"{missing}: required for {role.Name}; {Fields[missing].Expected}.";
        }

        string[] special = [Region, Department, CreditCode];
        return special.FirstOrDefault(field => form.ContainsKey(field) && !role.Knows(field)) is { } foreign
            ? $"{foreign}: does not apply to {role.Name}."
            : null;
    }

    private static TokenForm Build(IFormCollection form)
    {
        var claims = form.Where(field => Fields[field.Key].Claim is not ("" or "sub"))
            .ToDictionary(field => Fields[field.Key].Claim, field => field.Value.ToString(), StringComparer.Ordinal);
        var scope = form.TryGetValue(CreditCode, out var company) ? company.ToString() : form[Region].ToString();
        var subject = form.TryGetValue("subject", out var given) ? given.ToString() : $"{claims[Role]}:{scope}".TrimEnd(':');
        return new TokenForm(
            claims,
            subject,
            TimeSpan.FromSeconds(form.TryGetValue("expiresIn", out var seconds) ? Seconds(seconds.ToString())!.Value : DefaultSeconds));
    }

    private static bool IsText(string value, int longest) => value.Length > 0 && value.Length <= longest && !value.Any(char.IsControl);

    private static int? Seconds(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}

/// <summary>A role the development issuer gives tokens for, with the form fields that role needs or may have besides the general ones.</summary>
internal sealed record DevelopmentRole(string Name, string[] Required, string[] Optional)
{
    /// <summary>The marketplace's signed-in roles; whom each is for stands in the marketplace's own role list.</summary>
    public static readonly FrozenDictionary<string, DevelopmentRole> All = new DevelopmentRole[]
    {
        new("gov.user", [TokenForm.Region], [TokenForm.Department]),
        new("gov.reviewer", [TokenForm.Region], [TokenForm.Department]),
        new("vendor.member", [TokenForm.CreditCode], [TokenForm.Region]),
        new("vendor.admin", [TokenForm.CreditCode], [TokenForm.Region]),
        new("expert", [], [TokenForm.Region, TokenForm.Department]),
        new("operator", [], [TokenForm.Region, TokenForm.Department]),
    }.ToFrozenDictionary(role => role.Name, StringComparer.Ordinal);

    public bool Knows(string field) => Required.Contains(field) || Optional.Contains(field);
}
