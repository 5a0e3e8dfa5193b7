using Marketplace.Files;

namespace Marketplace.Infra.Tests.Files;

/// <summary>Inspects bytes as they would arrive.</summary>
internal static class Inspecting
{
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<FileInspection> InspectAsync(byte[] content, InspectionLimits? limits = null) =>
        new FileInspector(limits ?? new InspectionLimits(), TimeProvider.System).InspectAsync(new MemoryStream(content), sha256: null, Stop);

    /// <summary>The codes of what is wrong.</summary>
    public static async Task<IEnumerable<string>> CodesAsync(byte[] content, InspectionLimits? limits = null) =>
        (await InspectAsync(content, limits)).Issues.Select(static issue => issue.Code);
}
