using System.Collections.Concurrent;
using System.Text.Json;
using System.Web;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>Remembers what an instance was entrusted with, and searches its logs for it and for whatever else looks like a secret.</summary>
internal sealed class LogSearch(params IEnumerable<string> secrets)
{
    private readonly ConcurrentDictionary<string, bool> _known = new(secrets.Select(secret => KeyValuePair.Create(secret, true)));

    public void Expect(string secret) => _known[secret] = true;

    /// <summary>The signature of an address that is a secret.</summary>
    public void ExpectSignature(string url) => Expect(HttpUtility.ParseQueryString(new Uri(url).Query)["sig"]!);

    /// <summary>The contacts in lines of an import.</summary>
    public void ExpectContacts(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            using var entry = JsonDocument.Parse(line);
            if (!entry.RootElement.TryGetProperty("contact", out var contact))
            {
                continue;
            }

            foreach (var value in contact.EnumerateObject())
            {
                Expect(value.Value.GetString()!);
            }
        }
    }

    /// <summary>Fails if the output of the processes, or LocalHost's record of what it sent to the app, tells any of it.</summary>
    public void AssertClean(IReadOnlyList<string> output, IEnumerable<string> record)
    {
        // Searching nothing would find nothing.
        Assert.Contains(output, line => line.Contains("Handler ready", StringComparison.Ordinal));
        var exchanges = record.ToList();
        Assert.Contains(exchanges, line => line.Contains("/api/", StringComparison.Ordinal));
        Assert.Contains(exchanges, line => line.Contains("(hidden)", StringComparison.Ordinal));
        Assert.Empty(SecretScan.Find(output.Concat(exchanges), [.. _known.Keys.SelectMany(Spellings).Distinct()]));
    }

    /// <summary>As the record, which is JSON, or another address would write it.</summary>
    private static IEnumerable<string> Spellings(string secret) => [secret, JsonEncodedText.Encode(secret).ToString(), Uri.EscapeDataString(secret)];
}
