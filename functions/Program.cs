using Marketplace.Functions;

await using var app = MarketplaceApp.Build(args);
return await app.RunAsync();
