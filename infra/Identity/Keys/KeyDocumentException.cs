namespace Marketplace.Identity.Keys;

/// <summary>An issuer's document is not what it should be; the message says which and how, without its content.</summary>
internal sealed class KeyDocumentException(string message) : Exception(message);
