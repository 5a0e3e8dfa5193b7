using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Hosting;

/// <summary>Writes an enumeration as camelCase strings and reads nothing else; put it on the type: <c>[JsonConverter(typeof(CamelCaseEnumConverter&lt;Kind&gt;))]</c>.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
