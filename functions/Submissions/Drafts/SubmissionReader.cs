using System.Runtime.InteropServices;
using System.Text.Json;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Reads the content of a draft in the form of its kind, and fills in whom it belongs to, which its author cannot choose.</summary>
internal sealed class SubmissionReader(StrictJson json)
{
    /// <summary>The content in the form it is kept in, or what is wrong with it.</summary>
    /// <param name="kind">Which list it is for.</param>
    /// <param name="content">As it was sent; null for nothing yet.</param>
    /// <param name="author">Who writes it.</param>
    /// <param name="vendorName">Name of the vendor as its profile has it, which is not the author's to choose here; null while unknown.</param>
    public Decided<ListingContent> Read(ListingKind kind, JsonElement? content, Caller author, string? vendorName = null)
    {
        if (content is not { } given)
        {
            return Own(Empty(kind), author, vendorName);
        }

        var bytes = JsonMarshal.GetRawUtf8Value(given).ToArray();
        return kind switch
        {
            ListingKind.Case => Read<CaseContent>(bytes, author, vendorName),
            ListingKind.Product => Read<ProductContent>(bytes, author, vendorName),
            _ => Read<CapabilityContent>(bytes, author, vendorName),
        };
    }

    /// <summary>Content without anything but whom it belongs to.</summary>
    public static ListingContent OwnerOnly(ListingContent content) => content switch
    {
        CaseContent => new CaseContent { Department = content.Department, Region = content.Region },
        ProductContent product => new ProductContent { Vendor = product.Vendor, Region = content.Region },
        _ => new CapabilityContent { Region = content.Region },
    };

    private Decided<ListingContent> Read<T>(byte[] bytes, Caller author, string? vendorName)
        where T : ListingContent
    {
        var read = json.Read<T>(bytes);
        return read.IsValid ? Own(ContentCodec.Normalize(read.Value), author, vendorName) : Refusal.Invalid(SubmissionRules.InContent(read.Errors));
    }

    private static Decided<ListingContent> Own(ListingContent content, Caller author, string? vendorName)
    {
        var errors = new FieldErrors();
        if (content.Attachments is { Count: > 0 })
        {
            errors.Add(FieldError.NotAllowed("attachments").Accepting("POST /api/submissions/{id}/attachments"));
        }

        var owned = content switch
        {
            CaseContent @case => OfDepartment(@case, author, errors),
            ProductContent product => OfVendor(product, author, vendorName, errors),
            _ => content,
        };
        return errors.All.Count > 0 ? Refusal.Invalid(SubmissionRules.InContent(errors.All)) : owned;
    }

    private static CaseContent OfDepartment(CaseContent content, Caller author, FieldErrors errors)
    {
        if (content.Department is { } department && department != author.Department)
        {
            errors.Add(FieldError.NotAllowed("department").Accepting(author.Department!));
        }

        if (content.Region is { } region && author.Region is { } own && !region.StartsWith(own, StringComparison.Ordinal))
        {
            errors.Add(FieldError.NotAllowed("region").Accepting($"{own}…"));
        }

        return content with { Department = author.Department, Region = content.Region ?? author.Region };
    }

    private static ProductContent OfVendor(ProductContent content, Caller author, string? vendorName, FieldErrors errors)
    {
        var own = author.CreditCode!.Value.Value;
        if (content.Vendor is { } vendor && vendor != own)
        {
            if (CreditCode.IsValid(vendor))
            {
                errors.Add(FieldError.NotAllowed("vendor").Accepting(own));
            }
            else
            {
                errors.CreditCode("vendor", vendor);
            }
        }

        return content with { Vendor = own, VendorName = vendorName };
    }

    private static ListingContent Empty(ListingKind kind) => kind switch
    {
        ListingKind.Case => new CaseContent(),
        ListingKind.Product => new ProductContent(),
        _ => new CapabilityContent(),
    };
}
