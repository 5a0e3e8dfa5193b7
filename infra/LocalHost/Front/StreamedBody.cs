using System.Buffers;
using System.Net;

namespace Marketplace.LocalHost.Front;

/// <summary>A client's request body on its way to the handler, never held as a whole.</summary>
internal sealed class StreamedBody(HttpRequest request, ActivityLimit limit) : HttpContent
{
    /// <summary>Whether sending has begun: the request cannot be sent a second time then.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Bytes sent so far.</summary>
    public long Sent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, limit.Token);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasStarted = true;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                await stream.WriteAsync(segment, cancellationToken);
                Sent += segment.Length;
            }

            reader.AdvanceTo(read.Buffer.End);
            limit.Moved();
            if (read.IsCompleted)
            {
                return;
            }

            await stream.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength.HasValue;
    }
}
