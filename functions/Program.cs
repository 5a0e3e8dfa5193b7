using Marketplace.Functions;
using Marketplace.Hosting.App;

await using var app = MarketplaceApp.Build(args);
return await app.RunAsync();
