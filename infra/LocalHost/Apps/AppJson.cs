using System.Text.Json.Serialization;

namespace Marketplace.LocalHost.Apps;

/// <summary>Source-generated JSON for what is read from the app folder.</summary>
[JsonSerializable(typeof(List<string>))]
internal sealed partial class AppJson : JsonSerializerContext;
