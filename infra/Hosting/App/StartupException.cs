namespace Marketplace.Hosting.App;

/// <summary>The app cannot start; the message is for the person who starts it.</summary>
/// <param name="message">What is wrong, where, and how to correct it.</param>
public sealed class StartupException(string message) : Exception(message);
