using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Runtime.CompilerServices;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Hosting.Bodies;

/// <summary>A body of one JSON value per line (<c>application/x-ndjson</c>), read as it arrives; the route's <c>MaxBody</c> limits its whole length.</summary>
public sealed class NdjsonBody : IBindableFromHttpContext<NdjsonBody>, IEndpointParameterMetadataProvider
{
    /// <summary>Longest line in bytes, without its end; a longer line is reported as an error and the following lines are still read.</summary>
    public const int MaxLine = 256 * 1024;

    private static readonly string[] Types = ["application/x-ndjson", "application/ndjson", "application/jsonl"];

    private readonly HttpContext _context;

    private NdjsonBody(HttpContext context) => _context = context;

    /// <summary>Reads line by line; blank lines are counted but not returned.</summary>
    /// <typeparam name="T">A type of a registered context.</typeparam>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="BadHttpRequestException">The body is longer than the route accepts (413), or ended early.</exception>
    public async IAsyncEnumerable<NdjsonLine<T>> ReadAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken)
        where T : notnull
    {
        var json = _context.RequestServices.GetRequiredService<StrictJson>();
        var number = 0;
        await foreach (var line in LinesAsync(_context.Request.BodyReader, BodyReader.LimitOf(_context), cancellationToken))
        {
            number++;
            if (line is null)
            {
                yield return new(number, new(default, [FieldError.TooLong(JsonErrors.Root, MaxLine)]));
            }
            else if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                yield return new(number, json.Read<T>(line));
            }
        }
    }

    static ValueTask<NdjsonBody?> IBindableFromHttpContext<NdjsonBody>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var refusal = BodyReader.Refuse(context.Request, Types)
            ?? (context.Request.ContentLength > BodyReader.LimitOf(context) ? new Refusal(ProblemCodes.TooLarge) : null);
        if (refusal is null)
        {
            return new(new NdjsonBody(context));
        }

        RequestState.Of(context).Refuse(refusal);
        return default;
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyShape(null, Types[0]));

    /// <summary>The lines without their line ends; null for a line that is too long.</summary>
    private static async IAsyncEnumerable<byte[]?> LinesAsync(PipeReader pipe, long limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (skipping, consumed, ended) = (false, 0L, false);
        while (!ended)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            try
            {
                if (consumed + buffer.Length > limit)
                {
                    throw new BadHttpRequestException("The body is longer than the route accepts.", StatusCodes.Status413PayloadTooLarge);
                }

                var available = buffer.Length;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    if (!skipping)
                    {
                        yield return line.Length <= MaxLine ? line.ToArray() : null;
                    }

                    skipping = false;
                }

                ended = result.IsCompleted;
                var isTooLong = buffer.Length > MaxLine;
                if (!skipping && (isTooLong || (ended && buffer.Length > 0)))
                {
                    yield return isTooLong ? null : buffer.ToArray();
                }

                skipping |= isTooLong;
                if (skipping || ended)
                {
                    buffer = buffer.Slice(buffer.End);
                }

                consumed += available - buffer.Length;
            }
            finally
            {
                // Also when the caller stops early: an open read would keep the server from draining the rest of the body.
                pipe.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }
}

/// <summary>One line of an <see cref="NdjsonBody"/>.</summary>
/// <typeparam name="T">The type read.</typeparam>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Read">Its value or its errors.</param>
public readonly record struct NdjsonLine<T>(int Number, JsonRead<T> Read);
