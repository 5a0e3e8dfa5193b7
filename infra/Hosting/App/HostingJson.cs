using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Hosting.Health;

namespace Marketplace.Hosting.App;

/// <summary>JSON metadata of basic types and of the health report.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(DateOnly))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HostingJson : JsonSerializerContext;
