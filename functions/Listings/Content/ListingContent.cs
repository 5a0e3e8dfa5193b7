using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Listings.Content;

/// <summary>
/// What every listing says, whatever its kind. Members are optional here because a draft may be partial;
/// <see cref="ContentRules"/> says what a complete listing needs. Limits count Unicode scalar values after NFC.
/// </summary>
public abstract record ListingContent
{
    /// <summary>Name, 2–80 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Summary in a sentence or two, at most 300 characters.</summary>
    public string? Summary { get; init; }

    /// <summary>Description as plain text with line breaks, at most 20,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>One to five theme codes (应用主题).</summary>
    public IReadOnlyList<string>? Themes { get; init; }

    /// <summary>Region as a GB/T 2260 code.</summary>
    public string? Region { get; init; }

    /// <summary>Department id; on import its name is accepted too.</summary>
    public string? Department { get; init; }

    /// <summary>At most ten tags of at most 20 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whom to ask; shown to government users only.</summary>
    public Contact? Contact { get; init; }

    /// <summary>Files uploaded through a submission.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>Who may see the listing once published; everyone unless said otherwise.</summary>
    public Audience? Audience { get; init; }

    /// <summary>The list this content belongs to.</summary>
    internal abstract ListingKind Kind { get; }

    /// <summary>Whom it belongs to: a product to its vendor, whatever department it names; anything else to its department.</summary>
    internal Owner Owner => this is ProductContent product
        ? new Owner(Region, Company: CreditCode.TryParse(product.Vendor, out var company) ? company : null)
        : new Owner(Region, Department);
}

/// <summary>A person or desk to ask (联系人). Personal data: government users only, and each look is recorded.</summary>
/// <param name="Name">Name, at most 40 characters.</param>
/// <param name="Phone">Telephone number, digits with <c>+ - ( )</c> and blanks, 5–30 characters.</param>
/// <param name="Email">Mail address, at most 120 characters.</param>
public sealed record Contact(string? Name, string? Phone = null, string? Email = null);

/// <summary>A file of a listing.</summary>
/// <param name="AttachmentId">Id given when the upload was announced.</param>
/// <param name="FileName">Name as the owner gave it.</param>
/// <param name="ContentType">Media type found in the content itself.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hexadecimal.</param>
public sealed record Attachment(string AttachmentId, string FileName, string ContentType, long Length, string Sha256);
