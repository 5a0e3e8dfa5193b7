using Marketplace.Functions.Reference;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Content;

/// <summary>
/// What a complete listing must say (product.md “The three lists”, api.md “Content by kind”). Used alike by import and by
/// submissions. Each error names field, code and what would be accepted.
/// </summary>
internal static class ContentRules
{
    public static IReadOnlyList<FieldError> Check(ListingContent content, ReferenceData reference)
    {
        var errors = new FieldErrors();
        CheckCommon(content, reference, errors);
        switch (content)
        {
            case CaseContent @case:
                CaseRules.Check(@case, errors);
                break;
            case ProductContent product:
                ProductRules.Check(product, errors);
                break;
            case CapabilityContent capability:
                CapabilityRules.Check(capability, errors);
                break;
        }

        return errors.All;
    }

    private static void CheckCommon(ListingContent content, ReferenceData reference, FieldErrors errors)
    {
        errors.Name("name", content.Name, most: 80, least: 2, required: true);
        errors.Text("summary", content.Summary, most: 300, required: true);
        errors.Text("description", content.Description, most: 20_000, lines: true);
        CheckThemes(content.Themes, reference, errors);
        if (content.Region is null)
        {
            errors.Add(FieldError.Required("region").Accepting("/api/reference/regions"));
        }
        else if (!reference.Regions.Contains(content.Region))
        {
            errors.Add(FieldError.UnknownCode("region").Accepting("/api/reference/regions"));
        }

        CheckDepartment(content, reference, errors);
        errors.Texts("tags", content.Tags, mostItems: 10, mostLength: 20);
        CheckContact("contact", content.Contact, errors);
    }

    private static void CheckThemes(IReadOnlyList<string?>? themes, ReferenceData reference, FieldErrors errors)
    {
        if (!errors.Count("themes", themes, most: 5, least: 1))
        {
            return;
        }

        for (var i = 0; i < themes!.Count; i++)
        {
            if (themes[i] is not { } theme)
            {
                errors.Add(FieldError.Required(FieldErrors.Item("themes", i)));
            }
            else if (!reference.Themes.Contains(theme))
            {
                errors.Add(FieldError.UnknownCode(FieldErrors.Item("themes", i)).Accepting("/api/reference/themes"));
            }
        }

        errors.Distinct("themes", themes);
    }

    private static void CheckDepartment(ListingContent content, ReferenceData reference, FieldErrors errors)
    {
        errors.Required("department", content.Department is not null || content.Kind is not ListingKind.Case);
        if (content.Department is { } department && reference.Departments.Find(department) is null)
        {
            errors.Add(FieldError.UnknownCode("department").Accepting("/api/reference/departments"));
        }
    }

    /// <summary>A person or desk to ask (联系人).</summary>
    public static void CheckContact(string field, Contact? contact, FieldErrors errors)
    {
        if (contact is null)
        {
            return;
        }

        errors.Name($"{field}.name", contact.Name, most: 40, required: true);
        if (contact.Phone is { } phone && !IsPhone(phone))
        {
            errors.Add(FieldError.InvalidFormat($"{field}.phone").Accepting("020-83130000"));
        }

        if (contact.Email is { } email && !IsEmail(email))
        {
            errors.Add(FieldError.InvalidFormat($"{field}.email").Accepting("name@example.gov.cn"));
        }
    }

    private static bool IsPhone(string phone) =>
        phone.Length is >= 5 and <= 30 && phone.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or ' ') && phone.Count(char.IsAsciiDigit) >= 5;

    private static bool IsEmail(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return email.Length <= 120 && at > 0 && at == email.LastIndexOf('@') && email.IndexOf('.', at) > at + 1 && !email.EndsWith('.')
            && email.All(c => c is > ' ' and < (char)127 && c is not ('<' or '>' or '"' or ',' or ';'));
    }

    /// <summary>The links between cases and products (应用关联产品).</summary>
    public static void CheckLinks(IReadOnlyList<string>? links, FieldErrors errors)
    {
        if (!errors.Count("linkedListings", links, most: 50))
        {
            return;
        }

        errors.Texts("linkedListings", links, mostItems: 50, mostLength: 200);
        errors.Distinct("linkedListings", links!);
    }
}
