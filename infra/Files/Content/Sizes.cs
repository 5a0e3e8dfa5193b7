using System.Globalization;

namespace Marketplace.Files.Content;

/// <summary>Sizes as people read them.</summary>
internal static class Sizes
{
    private const long Mebibyte = 1024 * 1024;

    public static string Text(long bytes) => bytes >= Mebibyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
}
