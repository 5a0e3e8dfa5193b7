namespace Marketplace.Search.Store;

/// <summary>The index was written by a newer version of this program. It is not damaged, and nothing of it may be replaced.</summary>
/// <param name="message">Which formats are stored and read.</param>
public sealed class IndexFormatException(string message) : Exception(message);
