using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Vendors.Profile;

/// <summary>What a vendor's profile must say (product.md “Vendors”), and what it still lacks.</summary>
internal static class VendorProfileRules
{
    /// <summary>The form in which a profile is kept: texts in NFC without blanks at their ends, nothing empty, and no contacts.</summary>
    public static VendorProfile Normalize(VendorProfileRequest request)
    {
        var profile = VendorProfileJson.ReadProfile(VendorProfileJson.Write(request));
        return profile with
        {
            Qualifications = profile.Qualifications is { Count: > 0 } some ? some : null,
            Introduction = NullIfEmpty(profile.Introduction),
            Website = NullIfEmpty(profile.Website),
        };
    }

    public static IReadOnlyList<Contact> NormalizeContacts(VendorProfileRequest request) =>
        VendorProfileJson.ReadContacts(VendorProfileJson.Write(request.Contacts ?? []));

    public static IReadOnlyList<FieldError> Check(VendorProfileRequest request, ReferenceData reference)
    {
        var errors = new FieldErrors();
        errors.Name("name", request.Name, most: 80, least: 2, required: true);
        errors.Required("sizeClass", request.SizeClass is not null, string.Join(", ", CamelCase<SizeClass>.Names));
        if (request.Region is null)
        {
            errors.Add(FieldError.Required("region").Accepting("/api/reference/regions"));
        }
        else if (!reference.Regions.Contains(request.Region))
        {
            errors.Add(FieldError.UnknownCode("region").Accepting("/api/reference/regions"));
        }

        errors.Text("introduction", request.Introduction, most: 5_000, lines: true);
        CheckQualifications(request.Qualifications, errors);
        if (!string.IsNullOrWhiteSpace(request.Website))
        {
            CheckWebsite(request.Website.Trim(), errors);
        }

        CheckContacts(request.Contacts, errors);
        return errors.All;
    }

    /// <summary>Which parts of the profile a vendor has left out, by field.</summary>
    public static IReadOnlyList<string> Missing(VendorProfile profile, IReadOnlyList<Contact> contacts)
    {
        (string Field, bool Missing)[] parts =
        [
            ("qualifications", profile.Qualifications is null), ("introduction", profile.Introduction is null), ("contacts", contacts.Count == 0),
        ];
        return [.. parts.Where(part => part.Missing).Select(part => part.Field)];
    }

    private static void CheckQualifications(IReadOnlyList<Qualification?>? qualifications, FieldErrors errors)
    {
        if (!errors.Count("qualifications", qualifications, most: 30))
        {
            return;
        }

        foreach (var (index, qualification) in qualifications!.Index())
        {
            var field = FieldErrors.Item("qualifications", index);
            errors.Required(field, qualification is not null);
            if (qualification is null)
            {
                continue;
            }

            errors.Name($"{field}.name", qualification.Name, most: 80, required: true);
            errors.Text($"{field}.number", qualification.Number, most: 60);
            errors.Name($"{field}.issuedBy", qualification.IssuedBy, most: 80);
        }
    }

    private static void CheckContacts(IReadOnlyList<Contact?>? contacts, FieldErrors errors)
    {
        if (!errors.Count("contacts", contacts, most: 5))
        {
            return;
        }

        foreach (var (index, contact) in contacts!.Index())
        {
            var field = FieldErrors.Item("contacts", index);
            errors.Required(field, contact is not null);
            ContentRules.CheckContact(field, contact, errors);
        }
    }

    private static void CheckWebsite(string website, FieldErrors errors)
    {
        if (website.Length > 200)
        {
            errors.Add(FieldError.TooLong("website", 200));
        }
        else if (!Uri.TryCreate(website, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0
            || website.Any(char.IsWhiteSpace))
        {
            errors.Add(FieldError.InvalidFormat("website").Accepting("https://www.example.com"));
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
