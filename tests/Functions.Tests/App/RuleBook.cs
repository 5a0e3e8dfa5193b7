using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Transfer;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.App;

/// <summary>The app's rules without the app: lines are read as an import reads them, then judged.</summary>
internal static class RuleBook
{
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<IServiceProvider> Services = new(() => MarketplaceApp.Build(
        ["--AzureWebJobsStorage=UseDevelopmentStorage=true", $"--Host:CursorKeys={Convert.ToBase64String(new byte[32])}"]).Services);

    public static ReferenceData Reference { get; } = ReferenceData.Load();

    public static StrictJson Json => Services.Value.GetRequiredService<StrictJson>();

    /// <summary>What is wrong with a line, as <c>field:code</c>.</summary>
    public static IReadOnlyList<string> Check(JsonObject line, bool allowSamples = false)
    {
        var (entry, errors) = Read(line);
        return [.. (entry is null ? errors : ImportRules.Check(entry, Reference, allowSamples, Now)).Select(error => $"{error.Field}:{error.Code}")];
    }

    /// <summary>The content of a line that is in order.</summary>
    public static ListingContent Content(JsonObject line)
    {
        var entry = Entry(line);
        Assert.Empty(ImportRules.Check(entry, Reference, allowSamples: false, Now));
        return entry.Content;
    }

    public static ImportEntry Entry(JsonObject line) => Read(line).Entry ?? throw new InvalidOperationException(string.Join(", ", Read(line).Errors));

    private static (ImportEntry? Entry, IReadOnlyList<FieldError> Errors) Read(JsonObject line)
    {
        var read = Json.Read<JsonElement>(Encoding.UTF8.GetBytes(line.ToJsonString()));
        return read.IsValid ? Services.Value.GetRequiredService<ImportReader>().Read(read.Value) : (null, read.Errors);
    }
}
