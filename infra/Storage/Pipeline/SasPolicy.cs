using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Marketplace.Storage.Pipeline;

/// <summary>Appends a shared access signature to a request's address, once per call.</summary>
internal sealed class SasPolicy(AzureSasCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        var signature = credential.Signature.TrimStart('?');
        uri.Query = uri.Query.Length <= 1 ? $"?{signature}" : $"{uri.Query}&{signature}";
    }
}
