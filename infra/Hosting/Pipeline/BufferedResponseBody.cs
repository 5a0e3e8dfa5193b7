using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Hosting.Pipeline;

/// <summary>
/// A response body that buffers its first KiB, so that small responses are not compressed and an error in that time can still replace the whole response.
/// </summary>
internal sealed class BufferedResponseBody(HttpResponse response, IHttpResponseBodyFeature original, string? coding) : Stream, IHttpResponseBodyFeature
{
    private const int Threshold = 1024;

    private byte[]? _buffer;
    private int _buffered;
    private Stream? _target;
    private PipeWriter? _writer;

    Stream IHttpResponseBodyFeature.Stream => this;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_target is null && _buffered + buffer.Length <= Threshold)
        {
            _buffer ??= ArrayPool<byte>.Shared.Rent(Threshold);
            buffer.CopyTo(_buffer.AsMemory(_buffered));
            _buffered += buffer.Length;
            return;
        }

        await (await StartAsync(compress: true)).WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // There is nothing to flush while the buffer is in use: more bytes follow or the response ends.
    public override Task FlushAsync(CancellationToken cancellationToken) => _target?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Writes the buffered bytes and the end of the compressed stream.</summary>
    public async Task FinishAsync()
    {
        if (_writer is not null)
        {
            await _writer.FlushAsync();
        }

        if (_target is null && _buffered > 0)
        {
            response.ContentLength ??= response.HasStarted ? null : _buffered;
            await StartAsync(compress: false);
        }
        else if (_target is not null && _target != original.Stream)
        {
            await _target.DisposeAsync();
            _target = original.Stream;
        }
    }

    /// <summary>Discards the buffered bytes, so that another response can be written; only while nothing has been sent.</summary>
    public void Discard()
    {
        _buffered = 0;
        _writer = null;
    }

    // WriteAsync(string) starts the response before its first byte; here it starts when the buffer is full or the body complete.
    public Task StartAsync(CancellationToken cancellationToken = default) => _target is null ? Task.CompletedTask : original.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    public async Task CompleteAsync()
    {
        await FinishAsync();
        await original.CompleteAsync();
    }

    public void DisableBuffering() => original.DisableBuffering();

    public override void Flush() => throw new NotSupportedException("Responses are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Responses are written asynchronously.");

    private async ValueTask<Stream> StartAsync(bool compress)
    {
        if (_target is not null)
        {
            return _target;
        }

        _target = original.Stream;
        if (compress && IsCompressible())
        {
            response.Headers.ContentEncoding = coding;
            response.ContentLength = null;
            _target = Compression.Open(coding!, original.Stream);
        }

        if (_buffer is { } buffer)
        {
            await _target.WriteAsync(buffer.AsMemory(0, _buffered));
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return _target;
    }

    private bool IsCompressible() =>
        coding is not null && !response.HasStarted && response.Headers.ContentEncoding.Count == 0 && response.ContentType is { } type
        && (type.StartsWith("text/", StringComparison.Ordinal) || type.Contains("json", StringComparison.Ordinal));
}
