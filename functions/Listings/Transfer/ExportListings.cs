using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Search;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Identity;
using Marketplace.Search;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>Streams every listing that a search finds: CSV that a Chinese spreadsheet opens, or JSON. No contacts.</summary>
internal sealed class ExportListings(ISearchIndex index, ListingFilters filters, ListingNames names)
{
    public static readonly QueryParameter<ExportFormat> Format =
        Query.Enum("format", "csv (UTF-8 with BOM, RFC 4180, safe from formulas) or json.", ExportFormat.Csv);

    private ListingNames Names => names;

    private const int PageSize = SearchQuery.MaxLimit;

    public IResult Run(QueryValues query, Caller caller) => new Stream(this, query, caller);

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> FindAsync(
        QueryValues query, Caller caller, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = filters.ToQuery(query, caller) with { Limit = PageSize };
        do
        {
            var answer = await index.SearchAsync(page, cancellationToken);
            foreach (var hit in answer.Hits)
            {
                yield return hit.Stored;
            }

            page = page with { Continuation = answer.Continuation };
        }
        while (page.Continuation is not null);
    }

    private sealed class Stream(ExportListings export, QueryValues query, Caller caller) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            var format = query.Get(Format);
            var response = context.Response;
            response.ContentType = format is ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/json";
            response.Headers.ContentDisposition = $"attachment; filename=\"listings.{CamelCase<ExportFormat>.Name(format)}\"";
            response.Headers.CacheControl = "no-store";
            IExportWriter writer = format is ExportFormat.Csv ? new CsvExport(export.Names, context.Request.LanguageOf()) : new JsonExport();
            writer.Begin(response.BodyWriter);
            await foreach (var item in export.FindAsync(query, caller, context.RequestAborted))
            {
                writer.Write(response.BodyWriter, item);
                if (response.BodyWriter.UnflushedBytes > 64 * 1024)
                {
                    await response.BodyWriter.FlushAsync(context.RequestAborted);
                }
            }

            writer.End(response.BodyWriter);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}

/// <summary>Forms of an export.</summary>
public enum ExportFormat
{
    /// <summary>One line per listing.</summary>
    Csv,

    /// <summary>One array of list items.</summary>
    Json,
}

/// <summary>Writes listings one after the other.</summary>
internal interface IExportWriter
{
    void Begin(IBufferWriter<byte> output);

    void Write(IBufferWriter<byte> output, ReadOnlyMemory<byte> item);

    void End(IBufferWriter<byte> output);
}

/// <summary>An array of the items as lists show them.</summary>
internal sealed class JsonExport : IExportWriter
{
    private bool _first = true;

    public void Begin(IBufferWriter<byte> output) => output.Write("["u8);

    public void Write(IBufferWriter<byte> output, ReadOnlyMemory<byte> item)
    {
        output.Write(_first ? "\n"u8 : ",\n"u8);
        output.Write(item.Span);
        _first = false;
    }

    public void End(IBufferWriter<byte> output) => output.Write("\n]\n"u8);
}
