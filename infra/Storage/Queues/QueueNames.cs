namespace Marketplace.Storage.Queues;

/// <summary>Checks of queue names before anything is sent.</summary>
internal static class QueueNames
{
    public static string Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var valid = name.Length is >= 3 and <= 63
            && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
        return valid ? name : throw new ArgumentException($"'{name}' is no queue name: 3 to 63 lower-case letters, digits and single hyphens.", nameof(name));
    }
}
