using System.Text;
using System.Xml;

namespace Marketplace.Storage.Pipeline;

/// <summary>Reading and writing the services' XML without building a tree.</summary>
internal static class StorageXml
{
    /// <summary>No document types and no outside resources; characters XML forbids but a service sends are let through.</summary>
    public static XmlReaderSettings ReaderSettings { get; } = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        CheckCharacters = false,
    };

    private static XmlWriterSettings WriterSettings { get; } = new()
    {
        OmitXmlDeclaration = true,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    /// <summary>
    /// Reads the elements of one name, each as the texts of the elements in it, whatever their depth; and the list's <c>NextMarker</c>,
    /// null at the end.
    /// </summary>
    public static (List<Dictionary<string, string>> Items, string? NextMarker) ReadList(Stream xml, string itemName)
    {
        var items = new List<Dictionary<string, string>>();
        string? marker = null;
        using var reader = XmlReader.Create(xml, ReaderSettings);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == itemName)
            {
                items.Add(ReadTexts(reader));
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "NextMarker" && !reader.IsEmptyElement)
            {
                reader.Read();
                marker = reader.NodeType == XmlNodeType.Text ? reader.Value : null;
            }
        }

        return (items, marker);
    }

    /// <summary>Writes a small document into a buffer of its own.</summary>
    public static ReadOnlyMemory<byte> Write(Action<XmlWriter> content)
    {
        var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, WriterSettings))
        {
            content(writer);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static Dictionary<string, string> ReadTexts(XmlReader reader)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.IsEmptyElement)
        {
            return texts;
        }

        var depth = reader.Depth;
        var name = "";
        while (reader.Read() && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    name = reader.LocalName;
                    texts[name] = "";
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when name.Length > 0:
                    texts[name] += reader.Value;
                    break;
                case XmlNodeType.EndElement:
                    name = "";
                    break;
            }
        }

        return texts;
    }
}
