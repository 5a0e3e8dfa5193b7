using Marketplace.Functions.Checks.Contacts;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Events;
using Marketplace.Functions.Findings;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Checks;

/// <summary>The automatic checks of submissions (自动检查), in the order of product.md.</summary>
internal static class ChecksSetup
{
    public static IServiceCollection AddChecks(this IServiceCollection services) => services
        .AddSingleton(provider => new CheckDataStore(provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(CheckDataStore.Container)))
        .AddSingleton(provider => new FingerprintStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(FingerprintStore.TableName)))
        .AddSingleton<IProjection, FingerprintProjection>()
        .AddSingleton<ICheck, RequiredFieldsCheck>()
        .AddSingleton<ICheck, LinksCheck>()
        .AddSingleton<ICheck>(provider => new AdvertisingCheck(provider.Follow(CheckDataSets.Advertising, static data => new TermList(data))))
        .AddSingleton<ICheck>(provider => new SensitiveWordsCheck(provider.Follow(CheckDataSets.Sensitive, static data => new TermList(data))))
        .AddSingleton<ICheck>(provider => new ContactDataCheck(provider.Follow(CheckDataSets.Contacts, static data => new ContactPatterns(data))))
        .AddSingleton<ICheck, DuplicatesCheck>()
        .AddSingleton(provider => FindingTexts.Load(provider.GetRequiredService<ProblemTexts>()))
        .AddSingleton<CheckRunner>();

    private static CachedCheckData<T> Follow<T>(this IServiceProvider provider, string name, Func<CheckData, T> prepare)
        where T : class => new(name, prepare, provider.GetRequiredService<CheckDataStore>(), provider.GetRequiredService<TimeProvider>());
}
