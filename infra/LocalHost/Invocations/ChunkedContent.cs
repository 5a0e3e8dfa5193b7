using System.Net;
using System.Net.Http.Headers;

namespace Marketplace.LocalHost.Invocations;

/// <summary>A JSON body sent without Content-Length, as the host sends its payloads; it can be sent again when a redirect asks for it.</summary>
internal sealed class ChunkedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;

    public ChunkedContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_body).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
