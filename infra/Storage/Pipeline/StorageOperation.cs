using Azure.Core;

namespace Marketplace.Storage.Pipeline;

/// <summary>
/// One operation of the protocol: its name in meters and messages, the status codes that are results rather than errors,
/// and how it may be sent.
/// </summary>
internal sealed class StorageOperation
{
    private StorageOperation(string name, ResponseClassifier classifier)
    {
        Name = name;
        Classifier = classifier;
    }

    public string Name { get; }

    public ResponseClassifier Classifier { get; }

    /// <summary>Content moves, so the long time limit applies instead of the short one.</summary>
    public bool IsTransfer { get; init; }

    public static StorageOperation Create(string name, params ReadOnlySpan<ushort> expected) =>
        new(name, new StatusCodeClassifier(expected));

    public static StorageOperation Transfer(string name, params ReadOnlySpan<ushort> expected) =>
        new(name, new StatusCodeClassifier(expected)) { IsTransfer = true };

    /// <summary>An operation whose repetition would do something else: it is sent once, and a lost answer is an outage.</summary>
    public static StorageOperation TransferOnce(string name, params ushort[] expected) =>
        new(name, new SentOnce(expected)) { IsTransfer = true };

    private sealed class SentOnce(ushort[] expected) : ResponseClassifier
    {
        public override bool IsErrorResponse(HttpMessage message) => Array.IndexOf(expected, (ushort)message.Response.Status) < 0;

        public override bool IsRetriableResponse(HttpMessage message) => false;

        public override bool IsRetriableException(Exception exception) => false;

        public override bool IsRetriable(HttpMessage message, Exception exception) => false;
    }
}
