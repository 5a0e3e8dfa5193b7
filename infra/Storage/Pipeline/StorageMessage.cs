using Azure;
using Azure.Core;

namespace Marketplace.Storage.Pipeline;

/// <summary>Small readings and writings every operation needs.</summary>
internal static class StorageMessage
{
    public static StorageOperation OperationOf(HttpMessage message) =>
        message.TryGetProperty(typeof(StorageOperation), out var operation) && operation is StorageOperation known
            ? known
            : throw new InvalidOperationException("The message was not made by a storage pipeline.");

    /// <summary>An earlier attempt may have done the work and lost its answer (docs/storage-protocol.md, "what an automatic retry can do to you").</summary>
    public static bool WasRetried(this HttpMessage message) => message.ProcessingContext.RetryNumber > 0;

    public static ETag ETagOf(this Response response) => response.Headers.ETag ?? default;

    public static void SetIfMatch(this Request request, ETag etag) => request.Headers.SetValue("If-Match", etag.ToString("H"));

    /// <summary>
    /// Sends an empty body instead of none. .NET silently repeats a bodiless request on a fresh connection when a pooled one
    /// breaks; with a body the repetition is left to our pipeline, where it is counted and its consequences are checked.
    /// </summary>
    public static void SetEmptyBody(this Request request) => request.Content = RequestContent.Create(ReadOnlyMemory<byte>.Empty);

    /// <summary>Adds a query parameter, both sides percent-encoded (a raw <c>=</c> in a value breaks the emulator's signature check).</summary>
    public static void AppendQuery(this Request request, string name, string? value)
    {
        if (value is not null)
        {
            request.Uri.AppendQuery(Uri.EscapeDataString(name), value, escapeValue: true);
        }
    }

    public static string? Header(this Response response, string name) =>
        response.Headers.TryGetValue(name, out var value) ? value : null;
}
