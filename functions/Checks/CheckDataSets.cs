namespace Marketplace.Functions.Checks;

/// <summary>The sets of data that checks use, as they come with the app; an operator's replacement takes precedence.</summary>
internal static class CheckDataSets
{
    public const string Advertising = "advertising-terms";
    public const string Contacts = "contact-patterns";
    public const string Sensitive = "sensitive-terms";

    public static readonly string[] Names = [Advertising, Contacts, Sensitive];

    public static CheckData Shipped(string name)
    {
        using var stream = typeof(CheckDataSets).Assembly.GetManifestResourceStream($"Checks.{name}.json")
            ?? throw new InvalidOperationException($"The file {name}.json is not part of this build.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return CheckDataJson.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
