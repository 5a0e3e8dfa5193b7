using System.Globalization;

namespace Marketplace.Storage.Sas;

/// <summary>Times as signatures write them: UTC, whole seconds.</summary>
internal static class SasTime
{
    public static string Format(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "";
}
