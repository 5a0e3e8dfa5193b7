using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage;

/// <summary>How requests prove who sends them: by account key, by shared access signature, by bearer token, or by nothing but their address.</summary>
public abstract record StorageCredential
{
    private const string Scope = "https://storage.azure.com/.default";

    private StorageCredential()
    {
    }

    /// <summary>Requests carry no proof of their own; for addresses that already contain a shared access signature.</summary>
    public static StorageCredential None { get; } = new Anonymous();

    /// <summary>Signs with the account's key.</summary>
    public static StorageCredential From(StorageSharedKeyCredential key) => new SharedKey(key);

    /// <summary>Adds a shared access signature to every address.</summary>
    public static StorageCredential From(AzureSasCredential signature) => new Signature(signature);

    /// <summary>Sends bearer tokens; https only.</summary>
    public static StorageCredential From(TokenCredential token) => new Token(token);

    internal virtual HttpPipelinePolicy[] PerCallPolicies() => [];

    internal virtual HttpPipelinePolicy[] PerRetryPolicies(StorageService service, TimeProvider clock) => [];

    internal sealed record SharedKey(StorageSharedKeyCredential Key) : StorageCredential
    {
        internal override HttpPipelinePolicy[] PerRetryPolicies(StorageService service, TimeProvider clock) =>
            [service == StorageService.Table ? new TableSharedKeyPolicy(Key, clock) : new SharedKeyPolicy(Key, clock)];
    }

    internal sealed record Signature(AzureSasCredential Sas) : StorageCredential
    {
        internal override HttpPipelinePolicy[] PerCallPolicies() => [new SasPolicy(Sas)];
    }

    internal sealed record Token(TokenCredential Credential) : StorageCredential
    {
        internal override HttpPipelinePolicy[] PerRetryPolicies(StorageService service, TimeProvider clock) =>
            [new BearerTokenAuthenticationPolicy(Credential, Scope)];
    }

    private sealed record Anonymous : StorageCredential;
}
