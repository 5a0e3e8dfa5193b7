using System.Collections.Immutable;
using System.Text.Json;

namespace Marketplace.Identity.Configuration;

/// <summary>Which issuers' tokens are believed. Written as one JSON text, so that it fits one application setting; see <c>docs/identity</c>.</summary>
public sealed record IdentityOptions
{
    /// <summary>Any number of issuers; with none, everybody is anonymous.</summary>
    public ImmutableArray<IssuerOptions> Issuers { get; set; } = [];

    /// <summary>Reads options from JSON; comments are allowed, unknown and repeated members are not.</summary>
    /// <exception cref="FormatException">What is wrong, one line a mistake, each naming the setting and an accepted value.</exception>
    public static IdentityOptions Parse(string json)
    {
        IdentityOptions? options;
        try
        {
            options = JsonSerializer.Deserialize(json, IdentityJson.Default.IdentityOptions);
        }
        catch (JsonException failure)
        {
            throw new FormatException($"The identity settings are not the JSON they should be, at {failure.Path ?? "$"}: {failure.Message}", failure);
        }

        options ??= new IdentityOptions();
        var mistakes = options.Mistakes();
        return mistakes.IsEmpty ? options : throw new FormatException(string.Join(Environment.NewLine, mistakes));
    }

    /// <summary>What is wrong with these options: each line names the setting and an accepted value. Empty when all is well.</summary>
    public ImmutableArray<string> Mistakes() => [.. IssuerRules.Mistakes(Issuers)];
}
