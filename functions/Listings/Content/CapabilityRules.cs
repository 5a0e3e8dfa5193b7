using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Content;

/// <summary>What a public capability (公共服务能力) must say.</summary>
internal static class CapabilityRules
{
    public static void Check(CapabilityContent content, FieldErrors errors)
    {
        errors.Text("category", content.Category, most: 60, required: true);
        errors.Text("subcategory", content.Subcategory, most: 60);
        errors.Text("constructionMode", content.ConstructionMode, most: 100, required: true);
        errors.Text("operation", content.Operation, most: 100);
        errors.Text("howToApply", content.HowToApply, most: 4_000, lines: true);
        errors.Text("howToIntegrate", content.HowToIntegrate, most: 4_000, lines: true);
        if (!errors.Count("duties", content.Duties, most: 50))
        {
            return;
        }

        for (var i = 0; i < content.Duties!.Count; i++)
        {
            CheckDuty(FieldErrors.Item("duties", i), content.Duties[i], errors);
        }

        errors.Distinct("duties", content.Duties.Select(duty => duty?.Id).ToList());
    }

    private static void CheckDuty(string field, Duty? duty, FieldErrors errors)
    {
        if (duty is null)
        {
            errors.Add(FieldError.Required(field));
            return;
        }

        if (duty.Id is null)
        {
            errors.Add(FieldError.Required($"{field}.id"));
        }
        else if (duty.Id.Length is < 1 or > 40 || !duty.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
        {
            errors.Add(FieldError.InvalidFormat($"{field}.id").Accepting("1–40 of a–z, 0–9 and hyphen"));
        }

        errors.Text($"{field}.text", duty.Text, most: 1_000, required: true, lines: true);
        errors.Required($"{field}.appliesTo", duty.AppliesTo is not null);
        if (duty.TimeLimitHours is < 1 or > 8_760)
        {
            errors.Add(FieldError.OutOfRange($"{field}.timeLimitHours", 1, 8_760));
        }
    }
}
