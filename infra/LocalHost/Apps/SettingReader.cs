using System.Globalization;

namespace Marketplace.LocalHost.Apps;

/// <summary>Reads typed values of host.json; a value of the wrong form is refused by its name.</summary>
internal sealed class SettingReader(IConfiguration json)
{
    public string Text(string key, string otherwise) => json[key] ?? otherwise;

    public bool Flag(string key, bool otherwise) =>
        json[key] is not { } text ? otherwise : bool.TryParse(text, out var flag) ? flag : throw Refused(key, "true or false");

    public int Number(string key, int otherwise, int least, int most) =>
        json[key] is not { } text ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Refused(key, $"a whole number from {least} to {most}");

    public TimeSpan Span(string key, TimeSpan otherwise) =>
        json[key] is not { } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero ? span
        : throw Refused(key, "a time such as 00:00:30");

    private static StartupException Refused(string key, string accepted) =>
        new($"host.json: {key.Replace(':', '.')} must be {accepted}.");
}
