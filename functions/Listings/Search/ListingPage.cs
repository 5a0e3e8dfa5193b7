using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Search;

namespace Marketplace.Functions.Listings.Search;

/// <summary>
/// A page of search results. Items were made JSON when they were indexed and are copied as they are, so that an answer costs
/// neither reading nor writing of their members.
/// </summary>
internal sealed class ListingPage(SearchAnswer answer, QueryValues query, ListingNames names, Language language) : IResult
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public async Task ExecuteAsync(HttpContext context)
    {
        var next = query.NextCursor(answer.Continuation);
        context.Response.ContentType = "application/json; charset=utf-8";
        if (next is not null)
        {
            context.Response.Headers.Link = query.LinkTo(context.Request, next);
        }

        var json = new Utf8JsonWriter(context.Response.BodyWriter, Format);
        await using (json)
        {
            Write(json, next);
        }
    }

    private void Write(Utf8JsonWriter json, string? next)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var hit in answer.Hits)
        {
            WriteItem(json, hit);
        }

        json.WriteEndArray();
        json.WriteNumber("total"u8, answer.Total);
        if (next is not null)
        {
            json.WriteString("nextCursor"u8, next);
        }

        if (answer.Relaxed)
        {
            json.WriteBoolean("relaxed"u8, true);
        }

        if (answer.Facets.Count > 0)
        {
            WriteFacets(json);
        }

        json.WriteString("indexedAt"u8, answer.IndexedAt.UtcDateTime);
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, SearchHit hit)
    {
        if (hit.Highlights is not { } highlights)
        {
            json.WriteRawValue(hit.Stored.Span, skipInputValidation: true);
            return;
        }

        var open = hit.Stored.Span[..^1];
        var marks = Highlighted(highlights);
        var item = new byte[open.Length + marks.Length];
        open.CopyTo(item);
        marks.CopyTo(item.AsSpan(open.Length));
        json.WriteRawValue(item, skipInputValidation: true);
    }

    /// <summary>The rest of an item that ends in highlights: HTML in which <c>em</c> is the only element.</summary>
    private static byte[] Highlighted(Highlights highlights)
    {
        using var buffer = new MemoryStream(512);
        buffer.Write(",\"highlights\":"u8);
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            if (highlights.Name is { } name)
            {
                json.WriteString("name"u8, name.ToHtml());
            }

            if (highlights.Text is { } text)
            {
                json.WriteString("text"u8, text.ToHtml());
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'}');
        return buffer.ToArray();
    }

    private void WriteFacets(Utf8JsonWriter json)
    {
        json.WriteStartObject("facets"u8);
        foreach (var facet in answer.Facets)
        {
            json.WriteStartArray(facet.Field);
            foreach (var count in facet.Values)
            {
                json.WriteStartObject();
                json.WriteString("value"u8, count.Value);
                json.WriteString("name"u8, names.Of(facet.Field, count.Value, language));
                json.WriteNumber("count"u8, count.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
