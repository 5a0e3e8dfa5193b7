using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Front;

/// <summary>What is answered when no route matches: a page at <c>/</c>, 404 elsewhere (contract §6).</summary>
internal static class HomePage
{
    private const string Off = "AzureWebJobsDisableHomepage";

    private const string Html =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>LocalHost</title></head>" +
        "<body><h1>The function app is up and running.</h1></body></html>";

    public static Task HandleAsync(HttpContext context, AppSettings settings)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path != "/")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (settings.IsOn(Off))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Html, context.RequestAborted);
    }
}
