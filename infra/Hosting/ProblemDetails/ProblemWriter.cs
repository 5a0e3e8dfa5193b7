using System.Globalization;
using System.Text.Json;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>Writes problem details (RFC 9457).</summary>
internal static class ProblemWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JsonFormat.Encoder };

    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var texts = context.RequestServices.GetRequiredService<ProblemTexts>();
        var state = RequestState.Of(context);
        var (entry, language) = (texts.Find(problem.Refusal.Code), context.Request.LanguageOf());
        state.ProblemCode = entry.Code;
        var response = context.Response;
        response.StatusCode = entry.Status;
        SetHeaders(response, problem, entry.Status, language);
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Options))
        {
            Write(writer, problem.Refusal, entry, texts, language, state.Trace.TraceId);
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void SetHeaders(HttpResponse response, Problem problem, int status, Language language)
    {
        var headers = response.Headers;
        response.ContentType = "application/problem+json";
        headers.ContentLanguage = language.Tag();
        headers.CacheControl = "no-store";
        headers.AppendCommaSeparatedValues("Vary", "Accept-Language");
        if (problem.ETag is { } tag)
        {
            headers.ETag = tag.ToString();
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = response.HttpContext.Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
        }

        if (problem.RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static void Write(Utf8JsonWriter writer, Refusal refusal, ProblemEntry entry, ProblemTexts texts, Language language, string traceId)
    {
        var text = entry.In(language);
        writer.WriteStartObject();
        writer.WriteString("type"u8, $"urn:marketplace:problem:{entry.Code}");
        writer.WriteString("title"u8, text.Title);
        writer.WriteNumber("status"u8, entry.Status);
        if (text.Detail is { } detail)
        {
            writer.WriteString("detail"u8, detail);
        }

        writer.WriteString("code"u8, entry.Code);
        writer.WriteString("traceId"u8, traceId);
        if (refusal.Errors.Count > 0)
        {
            writer.WriteStartArray("errors"u8);
            foreach (var error in refusal.Errors)
            {
                WriteError(writer, error, texts.FindField(error.Code).Format(error, language));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, FieldError error, string message)
    {
        writer.WriteStartObject();
        writer.WriteString("field"u8, Unicode.WellFormed(error.Field));
        writer.WriteString("code"u8, error.Code);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
    }
}
