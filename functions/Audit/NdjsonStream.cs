using System.Text;
using Marketplace.Audit.Trail;

namespace Marketplace.Functions.Audit;

/// <summary>Lines of JSON, written as they are read. When reading fails in the middle, the last line is missing, which its reader notices.</summary>
internal sealed class NdjsonStream(string name, IAsyncEnumerable<string> lines) : IResult
{
    private const int FlushBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = AuditLines.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.ndjson\"";
        response.Headers.CacheControl = "no-store";
        await foreach (var line in lines.WithCancellation(httpContext.RequestAborted))
        {
            Encoding.UTF8.GetBytes(line, response.BodyWriter);
            Encoding.UTF8.GetBytes("\n", response.BodyWriter);
            if (response.BodyWriter.UnflushedBytes > FlushBytes)
            {
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
