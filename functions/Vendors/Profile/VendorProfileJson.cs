using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Vendors.Profile;

/// <summary>Profiles and contacts in the form they are kept in.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(NormalizedText)])]
[JsonSerializable(typeof(VendorProfile))]
[JsonSerializable(typeof(IReadOnlyList<Contact>))]
internal sealed partial class VendorProfileJson : JsonSerializerContext
{
    private static readonly Lazy<VendorProfileJson> Relaxed =
        new(() => new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    public static byte[] Write(VendorProfile profile) => JsonSerializer.SerializeToUtf8Bytes(profile, Relaxed.Value.VendorProfile);

    public static VendorProfile ReadProfile(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.VendorProfile)!;

    public static string Write(IReadOnlyList<Contact> contacts) => JsonSerializer.Serialize(contacts, Relaxed.Value.IReadOnlyListContact);

    public static IReadOnlyList<Contact> ReadContacts(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListContact)!;
}
