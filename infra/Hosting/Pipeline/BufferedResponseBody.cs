using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Hosting.Pipeline;

/// <summary>An answer's body that holds back its first KiB: until then compressing need not pay, and a failure can still be answered cleanly.</summary>
internal sealed class BufferedResponseBody(HttpResponse response, IHttpResponseBodyFeature plain, string? coding) : Stream, IHttpResponseBodyFeature
{
    private const int Threshold = 1024;

    private ArrayBufferWriter<byte>? _held = new(Threshold);
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
        if (_target is null && _held!.WrittenCount + buffer.Length <= Threshold)
        {
            _held.Write(buffer.Span);
            return;
        }

        await (await StartAsync(compress: true)).WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // While bytes are held back there is nothing to push: either more follow or the answer ends.
    public override Task FlushAsync(CancellationToken cancellationToken) => _target?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Writes out what is held and the coding's end.</summary>
    public async Task FinishAsync()
    {
        if (_writer is not null)
        {
            await _writer.FlushAsync();
        }

        if (_target is null && _held!.WrittenCount > 0)
        {
            response.ContentLength ??= response.HasStarted ? null : _held.WrittenCount;
            await StartAsync(compress: false);
        }
        else if (_target is not null && _target != plain.Stream)
        {
            await _target.DisposeAsync();
            _target = plain.Stream;
        }
    }

    /// <summary>Forgets what is held, so that another answer can be given instead; only while nothing has been sent.</summary>
    public void Discard()
    {
        _held?.ResetWrittenCount();
        _writer = null;
    }

    // Writers of text start the answer before their first byte; it starts here when the first KiB is full or all is written.
    public Task StartAsync(CancellationToken cancellationToken = default) => _target is null ? Task.CompletedTask : plain.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    public async Task CompleteAsync()
    {
        await FinishAsync();
        await plain.CompleteAsync();
    }

    public void DisableBuffering() => plain.DisableBuffering();

    public override void Flush() => throw new NotSupportedException("Answers are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");

    private async ValueTask<Stream> StartAsync(bool compress)
    {
        if (_target is not null)
        {
            return _target;
        }

        _target = plain.Stream;
        if (compress && IsCompressible())
        {
            response.Headers.ContentEncoding = coding;
            response.ContentLength = null;
            _target = Compression.Open(coding!, plain.Stream);
        }

        await _target.WriteAsync(_held!.WrittenMemory);
        _held = null;
        return _target;
    }

    private bool IsCompressible() =>
        coding is not null && !response.HasStarted && response.Headers.ContentEncoding.Count == 0 && response.ContentType is { } type
        && (type.StartsWith("text/", StringComparison.Ordinal) || type.Contains("json", StringComparison.Ordinal));
}
