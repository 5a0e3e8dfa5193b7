using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Marketplace.Storage.Pipeline;

/// <summary>Signs each attempt of a table request with the account key (docs/storage-protocol.md §2.2): fewer lines, and the date among them.</summary>
internal sealed class TableSharedKeyPolicy(StorageSharedKeyCredential credential, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        request.Headers.SetValue("x-ms-date", clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        var signature = credential.Sign(StringToSign(request, credential.AccountName));
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{signature}");
    }

    internal static string StringToSign(Request request, string account)
    {
        var uri = request.Uri.ToUri();
        var component = uri.Query.TrimStart('?').Split('&').FirstOrDefault(static pair => pair.StartsWith("comp=", StringComparison.Ordinal));
        return string.Concat(
            $"{request.Method.Method}\n{Value(request, "Content-MD5")}\n{Value(request, "Content-Type")}\n{Value(request, "x-ms-date")}\n",
            $"/{account}{uri.AbsolutePath}",
            component is null ? "" : $"?{component}");
    }

    private static string Value(Request request, string header) => request.Headers.TryGetValue(header, out var value) ? value : "";
}
