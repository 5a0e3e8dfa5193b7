using Marketplace.Hosting.App;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Identity.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Hosting.Access;

/// <summary>Authenticates the caller, and checks the route's permission and rate limit: 401, 403, 429.</summary>
internal sealed partial class Authentication(IServiceProvider services, HostingOptions options, RateLimiter limiter, ILogger<Authentication> logger)
{
    private static readonly TimeSpan KeysRetry = TimeSpan.FromSeconds(10);

    // Null only in apps where no route needs a token; StartupChecks verifies that.
    private readonly ITokenValidator? _tokens = services.GetService<ITokenValidator>();

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AccessPolicy>() is not { } policy)
        {
            await next(context);
            return;
        }

        var state = RequestState.Of(context);
        var refused = policy.Permission is { } permission ? await AuthorizeAsync(context, state, permission) : null;
        // A caller with an invalid token is counted by address, so that guessing tokens is limited too.
        refused = limiter.Check(context, state.Caller) ?? refused;
        await (refused?.ExecuteAsync(context) ?? next(context));
    }

    private async ValueTask<Problem?> AuthorizeAsync(HttpContext context, RequestState state, Permission permission)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            var result = await ValidateAsync(context);
            if (!result.IsAccepted)
            {
                LogRefused(result.Refusal.Value, state.Trace.TraceId);
                return result.IsOutage ? Problems.Unavailable(KeysRetry) : new Refusal(ProblemCodes.Unauthenticated);
            }

            state.Caller = result.Caller;
        }

        state.Access = permission.Allows(state.Caller);
        if (state.Caller.IsAnonymous && !(state.Access.IsGranted && options.AllowAnonymous))
        {
            return new Refusal(ProblemCodes.Unauthenticated);
        }

        return state.Access.IsGranted ? null : Problems.Forbidden();
    }

    private ValueTask<TokenResult> ValidateAsync(HttpContext context)
    {
        const string Scheme = "Bearer ";
        return context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && _tokens is not null
            ? _tokens.ValidateAsync(header[Scheme.Length..].Trim(' '), context.RequestAborted)
            : new(TokenResult.Refused(TokenRefusal.Malformed));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Reason}; trace {TraceId}")]
    private partial void LogRefused(TokenRefusal reason, string traceId);
}
