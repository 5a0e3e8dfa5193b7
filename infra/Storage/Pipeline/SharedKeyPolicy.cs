using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Marketplace.Storage.Pipeline;

/// <summary>Signs each attempt of a blob or queue request with the account key (docs/storage-protocol.md §2.1).</summary>
internal sealed class SharedKeyPolicy(StorageSharedKeyCredential credential, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    // Lines 2 to 11; Content-Length and Date are filled in below because neither stands in the request's headers here.
    private static readonly string[] BeforeLength = ["Content-Encoding", "Content-Language"];
    private static readonly string[] BeforeDate = ["Content-MD5", "Content-Type"];
    private static readonly string[] AfterDate = ["If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"];

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        request.Headers.SetValue("x-ms-date", clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        var signature = credential.Sign(StringToSign(request, credential.AccountName));
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{signature}");
    }

    internal static string StringToSign(Request request, string account)
    {
        var text = new StringBuilder(512).Append(request.Method.Method).Append('\n');
        AppendHeaders(text, request, BeforeLength);
        if (request.Content is { } content && content.TryComputeLength(out var length) && length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{length}");
        }

        text.Append('\n');
        AppendHeaders(text, request, BeforeDate);
        text.Append('\n');
        AppendHeaders(text, request, AfterDate);
        AppendServiceHeaders(text, request);
        AppendResource(text, request.Uri.ToUri(), account);
        return text.ToString();
    }

    private static void AppendHeaders(StringBuilder text, Request request, string[] names)
    {
        foreach (var name in names)
        {
            if (request.Headers.TryGetValue(name, out var value))
            {
                text.Append(value);
            }

            text.Append('\n');
        }
    }

    private static void AppendServiceHeaders(StringBuilder text, Request request)
    {
        var headers = new List<(string Name, string Value)>(8);
        foreach (var header in request.Headers)
        {
            if (header.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            {
                headers.Add((Lower(header.Name), header.Value));
            }
        }

        headers.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(':').Append(value.AsSpan().Trim()).Append('\n');
        }
    }

    private static void AppendResource(StringBuilder text, Uri uri, string account)
    {
        text.Append('/').Append(account).Append(uri.AbsolutePath);
        if (uri.Query.Length <= 1)
        {
            return;
        }

        var parameters = uri.Query[1..].Split('&').Select(static pair =>
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            return at < 0 ? (Name: Lower(pair), Value: "") : (Name: Lower(pair[..at]), Value: Uri.UnescapeDataString(pair[(at + 1)..]));
        });
        foreach (var (name, value) in parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal))
        {
            text.Append('\n').Append(name).Append(':').Append(value);
        }
    }

#pragma warning disable CA1308 // The protocol signs lower-case names.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
