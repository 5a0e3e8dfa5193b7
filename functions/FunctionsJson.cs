using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Details;
using Marketplace.Functions.Listings.Lifecycle;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.Transfer;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Operations;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Reviews;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Vendors;
using Marketplace.Functions.Vendors.Licences;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Hosting;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions;

/// <summary>The wire types of the API.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(AttachmentRequest))]
[JsonSerializable(typeof(AttachmentTicket))]
[JsonSerializable(typeof(AttachmentItem))]
[JsonSerializable(typeof(DownloadLink))]
[JsonSerializable(typeof(ListingPageShape))]
[JsonSerializable(typeof(SuggestionList))]
[JsonSerializable(typeof(ListingDetail))]
[JsonSerializable(typeof(ListingVersions))]
[JsonSerializable(typeof(RelatedListings))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(CaseLine))]
[JsonSerializable(typeof(ProductLine))]
[JsonSerializable(typeof(CapabilityLine))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(ReferenceList<Region>), TypeInfoPropertyName = "RegionList")]
[JsonSerializable(typeof(ReferenceList<Theme>), TypeInfoPropertyName = "ThemeList")]
[JsonSerializable(typeof(ReferenceList<Department>), TypeInfoPropertyName = "DepartmentList")]
[JsonSerializable(typeof(ReferenceList<ReuseModelDescription>), TypeInfoPropertyName = "ReuseModelList")]
[JsonSerializable(typeof(ServiceStatement))]
[JsonSerializable(typeof(NewSubmission))]
[JsonSerializable(typeof(SavedContent))]
[JsonSerializable(typeof(AcceptedStatement))]
[JsonSerializable(typeof(TakenBack))]
[JsonSerializable(typeof(SubmissionDetail))]
[JsonSerializable(typeof(Page<SubmissionItem>), TypeInfoPropertyName = "SubmissionPage")]
[JsonSerializable(typeof(StuckList))]
[JsonSerializable(typeof(RerunReport))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(ReviewDetail))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(RebuildRequested))]
[JsonSerializable(typeof(PoisonList))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(Page<AuditItem>), TypeInfoPropertyName = "AuditPage")]
[JsonSerializable(typeof(AuditActionList))]
[JsonSerializable(typeof(VerifyAnswer))]
[JsonSerializable(typeof(AuditRebuildRequested))]
[JsonSerializable(typeof(PersonRequest))]
[JsonSerializable(typeof(ErasureAnswer))]
[JsonSerializable(typeof(Me.Me))]
[JsonSerializable(typeof(NotificationPage))]
[JsonSerializable(typeof(UnreadCount))]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(VendorProfileRequest))]
[JsonSerializable(typeof(VendorAccount))]
[JsonSerializable(typeof(VendorStanding))]
[JsonSerializable(typeof(VendorDetail))]
[JsonSerializable(typeof(VendorContacts))]
[JsonSerializable(typeof(Page<VendorItem>), TypeInfoPropertyName = "VendorPage")]
[JsonSerializable(typeof(Page<WaitingVendor>), TypeInfoPropertyName = "WaitingVendorPage")]
[JsonSerializable(typeof(VendorPoolRebuildRequested))]
[JsonSerializable(typeof(LicenceList))]
[JsonSerializable(typeof(VendorLicence))]
[JsonSerializable(typeof(VerificationRequest))]
[JsonSerializable(typeof(VendorMoveRequest))]
[JsonSerializable(typeof(VerificationDecisionRequest))]
[JsonSerializable(typeof(CheckData))]
[JsonSerializable(typeof(CheckDataItem))]
[JsonSerializable(typeof(CheckDataList))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookItem))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(Page<DeliveryItem>), TypeInfoPropertyName = "DeliveryPage")]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayRequested))]
internal sealed partial class FunctionsJson : JsonSerializerContext;
