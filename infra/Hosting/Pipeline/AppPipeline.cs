using Marketplace.Hosting.Access;
using Marketplace.Hosting.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Hosting.Pipeline;

/// <summary>The middleware of every request, outermost first.</summary>
internal static class AppPipeline
{
    public static void UseAppPipeline(this WebApplication app)
    {
        app.Use(Ping);
        app.Use(static next => context => Compression.InvokeAsync(context, next));
        app.Use<ExceptionHandling>(static (handling, context, next) => handling.InvokeAsync(context, next));
        app.UseStatusCodePages(static pages => StatusCodeProblems.WriteAsync(pages.HttpContext));
        app.Use(static next => context => PathRules.InvokeAsync(context, next));
        app.UseCors();
        app.UseRoutingWithHead();
        app.Use<LoadShedding>(static (shedding, context, next) => shedding.InvokeAsync(context, next));
        app.Use(static (Authentication authentication, HttpContext context, RequestDelegate next) => authentication.InvokeAsync(context, next));
        app.UseRequestTimeouts();
        app.Use<InputBinding>(static (binding, context, next) => binding.InvokeAsync(context, next));
        app.UseEndpoints(static _ => { });
    }

    // The host requests "/" every 25 ms until the process responds, and sometimes later (docs/host-contract.md §1).
    private static RequestDelegate Ping(RequestDelegate next) => context =>
    {
        if (context.Request.Path != "/")
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    private static void Use<T>(this WebApplication app, Func<T, HttpContext, RequestDelegate, Task> invoke)
        where T : class
    {
        var middleware = ActivatorUtilities.CreateInstance<T>(app.Services);
        app.Use(next => context => invoke(middleware, context, next));
    }
}
