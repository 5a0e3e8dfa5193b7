using System.Runtime.CompilerServices;
using System.Text;

namespace Marketplace.Audit.Trail;

/// <summary>Files of <see cref="AuditLine"/>s: NDJSON in UTF-8, one JSON object a line.</summary>
public static class AuditLines
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/x-ndjson";

    /// <summary>Reads the texts of the lines as they come; empty lines are skipped.</summary>
    public static async IAsyncEnumerable<string> ReadTextAsync(Stream source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(source, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            if (text.Length > 0)
            {
                yield return text;
            }
        }
    }

    /// <summary>Reads the lines as they come.</summary>
    /// <exception cref="FormatException">While reading: a line is none.</exception>
    public static async IAsyncEnumerable<AuditLine> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var text in ReadTextAsync(source, cancellationToken))
        {
            yield return AuditLine.Parse(text);
        }
    }

    /// <summary>The bytes of lines, each with its line end.</summary>
    public static byte[] ToBytes(IEnumerable<AuditLine> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line.ToText() + "\n")));
}
