using System.Collections.Frozen;
using Marketplace.Hosting.App;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>The codes common to all endpoints; a capability adds its own with <see cref="ApiRegistrations.AddProblemTexts"/>.</summary>
public static class ProblemCodes
{
    /// <summary>400: see <c>errors</c>.</summary>
    public const string Invalid = "invalid";

    /// <summary>400: the cursor is malformed, not signed by this app, or issued for other filters.</summary>
    public const string InvalidCursor = "invalidCursor";

    /// <summary>401: a bearer token is missing or not accepted.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>403: the caller's role may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: the resource does not exist, or the caller may not know that it exists.</summary>
    public const string NotFound = "notFound";

    /// <summary>405: see the <c>Allow</c> header.</summary>
    public const string MethodNotAllowed = "methodNotAllowed";

    /// <summary>409: the same <c>Idempotency-Key</c> came with another body.</summary>
    public const string IdempotencyKeyReused = "idempotencyKeyReused";

    /// <summary>412: the resource has changed; the current <c>ETag</c> is in the response.</summary>
    public const string Stale = "stale";

    /// <summary>413: the body is larger than the route accepts.</summary>
    public const string TooLarge = "tooLarge";

    /// <summary>415: the body is of another type than the route accepts.</summary>
    public const string UnsupportedMediaType = "unsupportedMediaType";

    /// <summary>428: a change needs <c>If-Match</c>.</summary>
    public const string PreconditionRequired = "preconditionRequired";

    /// <summary>429: see <c>Retry-After</c>.</summary>
    public const string TooManyRequests = "tooManyRequests";

    /// <summary>500: a defect; the trace id finds it in the log.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>503: a dependency is unavailable; see <c>Retry-After</c>.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>503: the process or route is running its maximum of requests; see <c>Retry-After</c>.</summary>
    public const string Busy = "busy";

    /// <summary>503: the request ran longer than its time limit.</summary>
    public const string Timeout = "timeout";

    internal static FrozenSet<string> Common { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        Invalid, InvalidCursor, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, IdempotencyKeyReused, Stale, TooLarge,
        UnsupportedMediaType, PreconditionRequired, TooManyRequests, Unexpected, Unavailable, Busy, Timeout);
}
