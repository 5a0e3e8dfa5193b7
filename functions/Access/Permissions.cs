using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Access;

/// <summary>
/// Who may do what: role × resource × action × scope, stated here and nowhere else. Endpoints take their policy from it,
/// the API document its text, <c>docs/permissions.md</c> its table, and the tests their matrix.
/// </summary>
internal static class Permissions
{
    public static readonly Permission ReadReference = new("reference", "read", Anyone);

    public static readonly Permission ReadListings = new("listings", "read", Anyone);

    /// <summary>Contacts are personal data: officials only, and each look is recorded.</summary>
    public static readonly Permission ReadContacts = new("contacts", "read", new Grant(Role.GovUser, Scope.Any), new Grant(Role.GovReviewer, Scope.Any));

    public static readonly Permission ExportListings = new("listings", "export", new Grant(Role.GovUser, Scope.Any), new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ImportListings = new("listings", "import", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission SuspendListings = new("listings", "suspend", new Grant(Role.GovReviewer, Scope.OwnRegion));

    public static readonly Permission ResumeListings = new("listings", "resume", new Grant(Role.GovReviewer, Scope.OwnRegion));

    public static readonly Permission WithdrawListings = new(
        "listings",
        "withdraw",
        new Grant(Role.GovUser, Scope.OwnDepartment),
        new Grant(Role.VendorMember, Scope.OwnCompany),
        new Grant(Role.VendorAdmin, Scope.OwnCompany),
        new Grant(Role.GovReviewer, Scope.OwnRegion));

    /// <summary>A department's cases, a company's products, and the capabilities that an operator writes.</summary>
    public static readonly Permission WriteSubmissions = new("submissions", "write", Submitters);

    public static readonly Permission ReadSubmissions = new("submissions", "read", Submitters);

    public static readonly Permission RecheckSubmissions = new("submissions", "recheck", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReviewSubmissions = new("submissions", "review", new Grant(Role.GovReviewer, Scope.OwnRegion));

    public static readonly Permission RebuildIndex = new("index", "rebuild", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReadPoison = new("poison", "read", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReplayPoison = new("poison", "replay", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReadAudit = new("audit", "read", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission VerifyAudit = new("audit", "verify", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ExportAudit = new("audit", "export", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission RebuildAudit = new("audit", "rebuild", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission AcknowledgeBreaks = new("audit", "acknowledge", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ExportPersons = new("persons", "export", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ErasePersons = new("persons", "erase", new Grant(Role.Operator, Scope.Any));

    /// <summary>Of a request that another operator made: rules see to that.</summary>
    public static readonly Permission ConfirmErasures = new("persons", "confirmErasure", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReadMe = new("me", "read", EachInPerson);

    public static readonly Permission ReadNotifications = new("notifications", "read", EachInPerson);

    public static readonly Permission MarkNotifications = new("notifications", "mark", EachInPerson);

    public static readonly Permission ReadVendors = new("vendors", "read", Anyone);

    public static readonly Permission ReadOwnVendor =
        new("vendors", "readOwn", new Grant(Role.VendorMember, Scope.OwnCompany), new Grant(Role.VendorAdmin, Scope.OwnCompany));

    public static readonly Permission KeepVendor = new("vendors", "keep", new Grant(Role.VendorAdmin, Scope.OwnCompany));

    public static readonly Permission ReadLicences =
        new("vendors", "readLicence", new Grant(Role.GovReviewer, Scope.OwnRegion), new Grant(Role.VendorAdmin, Scope.OwnCompany));

    public static readonly Permission VerifyVendors = new("vendors", "verify", new Grant(Role.GovReviewer, Scope.OwnRegion));

    public static readonly Permission SuspendVendors = new("vendors", "suspend", new Grant(Role.GovReviewer, Scope.OwnRegion));

    public static readonly Permission ResumeVendors = new("vendors", "resume", new Grant(Role.GovReviewer, Scope.OwnRegion));

    public static readonly Permission ReadCheckData = new("checkData", "read", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReplaceCheckData = new("checkData", "replace", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission RebuildVendorPool = new("vendorPool", "rebuild", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReadWebhooks = new("webhooks", "read", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ConfigureWebhooks = new("webhooks", "configure", new Grant(Role.Operator, Scope.Any));

    public static readonly Permission ReplayWebhooks = new("webhooks", "replay", new Grant(Role.Operator, Scope.Any));

    /// <summary>All of the above, which the document is written from.</summary>
    public static readonly PermissionTable Table = new(
        AcknowledgeBreaks,
        ConfigureWebhooks,
        ConfirmErasures,
        ErasePersons,
        ExportAudit,
        ExportListings,
        ExportPersons,
        ImportListings,
        KeepVendor,
        MarkNotifications,
        ReadAudit,
        ReadCheckData,
        ReadContacts,
        ReadLicences,
        ReadListings,
        ReadMe,
        ReadNotifications,
        ReadOwnVendor,
        ReadPoison,
        ReadReference,
        ReadSubmissions,
        ReadVendors,
        ReadWebhooks,
        RebuildAudit,
        RebuildIndex,
        RebuildVendorPool,
        RecheckSubmissions,
        ReplaceCheckData,
        ReplayPoison,
        ReplayWebhooks,
        ResumeListings,
        ResumeVendors,
        ReviewSubmissions,
        SuspendListings,
        SuspendVendors,
        VerifyAudit,
        VerifyVendors,
        WithdrawListings,
        WriteSubmissions);

    private static Grant[] EachInPerson => [.. Role.SignedIn.Select(static role => new Grant(role, Scope.Self))];

    private static Grant Anyone => new(Role.Anonymous, Scope.Any);

    private static Grant[] Submitters =>
        [new(Role.GovUser, Scope.OwnDepartment), new(Role.VendorMember, Scope.OwnCompany), new(Role.VendorAdmin, Scope.OwnCompany),
            new(Role.Operator, Scope.Self)];
}
