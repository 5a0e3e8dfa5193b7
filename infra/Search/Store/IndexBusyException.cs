namespace Marketplace.Search.Store;

/// <summary>Other writers held the index, or committed first, for longer than this one may wait. Nothing is lost: the call is to be repeated later.</summary>
/// <param name="message">For how long it waited.</param>
public sealed class IndexBusyException(string message) : Exception(message);
