using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Content;

/// <summary>What a vendor's product (服务商产品) must say.</summary>
internal static class ProductRules
{
    public static void Check(ProductContent content, FieldErrors errors)
    {
        errors.CreditCode("vendor", content.Vendor);
        errors.Name("vendorName", content.VendorName, most: 80, least: 2, required: true);
        errors.Text("serviceContent", content.ServiceContent, most: 20_000, required: true, lines: true);
        if (errors.Count("deploymentModes", content.DeploymentModes, most: 3, least: 1))
        {
            errors.Distinct("deploymentModes", content.DeploymentModes!);
        }

        CheckIntellectualProperty(content.IntellectualProperty, errors);
        CheckCompatibility(content.Compatibility, errors);
        ContentRules.CheckLinks(content.LinkedListings, errors);
        PricingRules.Check(content.ReuseModel, content.Pricing, errors);
    }

    private static void CheckIntellectualProperty(IReadOnlyList<IntellectualProperty>? rights, FieldErrors errors)
    {
        if (!errors.Count("intellectualProperty", rights, most: 50))
        {
            return;
        }

        for (var i = 0; i < rights!.Count; i++)
        {
            var field = FieldErrors.Item("intellectualProperty", i);
            if (rights[i] is not { } right)
            {
                errors.Add(FieldError.Required(field));
                continue;
            }

            errors.Required($"{field}.kind", right.Kind is not null);
            errors.Text($"{field}.number", right.Number, most: 60, required: true);
            errors.Text($"{field}.title", right.Title, most: 200, required: true);
        }
    }

    private static void CheckCompatibility(Compatibility? compatibility, FieldErrors errors)
    {
        if (compatibility is null)
        {
            return;
        }

        errors.Texts("compatibility.cpu", compatibility.Cpu, mostItems: 20, mostLength: 60);
        errors.Texts("compatibility.os", compatibility.Os, mostItems: 20, mostLength: 60);
        errors.Texts("compatibility.database", compatibility.Database, mostItems: 20, mostLength: 60);
        errors.Texts("compatibility.middleware", compatibility.Middleware, mostItems: 20, mostLength: 60);
    }
}
