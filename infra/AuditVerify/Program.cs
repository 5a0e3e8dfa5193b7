using Marketplace.AuditVerify;

return await VerifyCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
