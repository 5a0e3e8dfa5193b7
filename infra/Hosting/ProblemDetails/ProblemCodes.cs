using System.Collections.Frozen;
using Marketplace.Hosting.App;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>The codes every endpoint can answer; a capability adds its own by <see cref="FunctionAppBuilder.AddProblemTexts"/>.</summary>
public static class ProblemCodes
{
    /// <summary>400: see <c>errors</c>.</summary>
    public const string Invalid = "invalid";

    /// <summary>400: the cursor is broken, foreign, or made for other filters.</summary>
    public const string InvalidCursor = "invalidCursor";

    /// <summary>401: a bearer token is missing or not accepted.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>403: the caller's role may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: there is no such thing, or it is not the caller's to know about.</summary>
    public const string NotFound = "notFound";

    /// <summary>405: see the <c>Allow</c> header.</summary>
    public const string MethodNotAllowed = "methodNotAllowed";

    /// <summary>409: the same <c>Idempotency-Key</c> came with another body.</summary>
    public const string IdempotencyKeyReused = "idempotencyKeyReused";

    /// <summary>412: the resource has changed; the current <c>ETag</c> is in the answer.</summary>
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

    /// <summary>503: something the request needs is away; see <c>Retry-After</c>.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>503: as many requests as this process takes are running; see <c>Retry-After</c>.</summary>
    public const string Busy = "busy";

    /// <summary>503: the request ran longer than its route allows.</summary>
    public const string Timeout = "timeout";

    /// <summary>All of these.</summary>
    internal static FrozenSet<string> Common { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        Invalid, InvalidCursor, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, IdempotencyKeyReused, Stale, TooLarge,
        UnsupportedMediaType, PreconditionRequired, TooManyRequests, Unexpected, Unavailable, Busy, Timeout);
}
