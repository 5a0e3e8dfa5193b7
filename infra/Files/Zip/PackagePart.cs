using System.Xml;
using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>A part of an office document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">Its first bytes.</param>
/// <param name="Text">The whole of it where it was wanted; else empty.</param>
/// <param name="Fault">Why it could not be read to its end.</param>
internal sealed record PackagePart(string Name, byte[] Head, byte[] Text, FileIssue? Fault)
{
    /// <summary>More than any description of parts has.</summary>
    private const int MostTextBytes = 4 * 1024 * 1024;

    private const int ChunkBytes = 81_920;

    private static readonly XmlReaderSettings Safe =
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostTextBytes };

    public static PackagePart Read(Stream file, ZipEntry entry, bool isWanted, InspectionBudget budget)
    {
        if (isWanted && entry.Length > MostTextBytes)
        {
            return new(entry.Name, [], [], FileIssues.ArchiveTooLarge with { Detail = Sizes.Text(MostTextBytes), Member = entry.Name });
        }

        if (isWanted && !budget.TakePartText(entry.Length))
        {
            return new(entry.Name, [], [], FileIssues.ArchiveTooLarge with { Detail = Sizes.Text(budget.Limits.PartTextBytes), Member = entry.Name });
        }

        using var member = new ZipMember(file, entry, budget);
        using var text = new MemoryStream();
        var (chunk, head) = (new byte[ChunkBytes], Array.Empty<byte>());
        while (member.Read(chunk) is var count and > 0)
        {
            if (head.Length < Eicar.MaxBytes)
            {
                head = [.. head, .. chunk.AsSpan(0, Math.Min(count, Eicar.MaxBytes - head.Length))];
            }

            if (isWanted)
            {
                text.Write(chunk, 0, count);
            }
        }

        return new(entry.Name, head, text.ToArray(), member.Fault);
    }

    /// <summary>The attributes of every element of its XML; null when it is none.</summary>
    public IReadOnlyList<XmlElementFacts>? Elements()
    {
        var elements = new List<XmlElementFacts>();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(Text), Safe);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    elements.Add(XmlElementFacts.Of(reader));
                }
            }

            return elements;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

/// <summary>An element's local name and attributes.</summary>
internal sealed record XmlElementFacts(string Name, IReadOnlyDictionary<string, string> Attributes)
{
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    private static readonly Dictionary<string, string> None = [];

    public static XmlElementFacts Of(XmlReader reader)
    {
        if (!reader.HasAttributes)
        {
            return new(reader.LocalName, None);
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.MoveToNextAttribute())
        {
            attributes[reader.LocalName] = reader.Value;
        }

        reader.MoveToElement();
        return new(reader.LocalName, attributes);
    }
}
