using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.App;

/// <summary>The ids that one request's log lines, responses and audit events share; handlers can have it as a parameter.</summary>
/// <param name="TraceId">The W3C trace id (32 hexadecimal digits), from the caller's <c>traceparent</c> where there is one.</param>
/// <param name="CorrelationId">The client's <c>X-Correlation-Id</c> (1–128 visible ASCII characters), else the trace id.</param>
public sealed record RequestTrace(string TraceId, string CorrelationId)
{
    internal const string CorrelationHeader = "X-Correlation-Id";

    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(static code => (char)code)]);

    internal static RequestTrace Of(HttpRequest request)
    {
        var traceId = ActivityContext.TryParse(request.Headers.TraceParent, null, out var parent)
            ? parent.TraceId.ToHexString()
            : RandomNumberGenerator.GetHexString(32, lowercase: true);
        return new(traceId, request.Headers[CorrelationHeader] is [{ Length: > 0 and <= 128 } given] && IsVisible(given) ? given : traceId);
    }

    internal static bool IsVisible(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Visible);
}
