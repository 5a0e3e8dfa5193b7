using Marketplace.Functions.Indexing;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings;
using Marketplace.Functions.Operations;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Storage;

var builder = FunctionApp.CreateBuilder(args);
builder.AddProblemTexts(typeof(Program).Assembly, "Marketplace.Functions.Problems.json");
builder.AddJson(FunctionsJson.Default);
builder.TreatAsOutage(StorageFailure.IsOutage);
builder.AddInstance();

builder.Services
    .AddReference()
    .AddListings(new ListingOptions(
        AllowSamples: builder.Settings.Flag("Marketplace:AllowSamples", false),
        PublicLists: builder.Settings.Flag("Marketplace:PublicLists", true)))
    .AddIndexing()
    .AddOperations();
builder.AddHealthCheck("index", IndexingEndpoints.CheckAsync);

var app = builder.Build();
app.MapReference();
app.MapListings(app.Services);
app.MapIndexing();
app.MapOperations();
return await app.RunAsync();
