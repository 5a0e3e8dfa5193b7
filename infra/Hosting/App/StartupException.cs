namespace Marketplace.Hosting.App;

/// <summary>Why the app refuses to start; the message is written for the person who starts it.</summary>
/// <param name="message">What is wrong, where, and what would be right.</param>
public sealed class StartupException(string message) : Exception(message);
