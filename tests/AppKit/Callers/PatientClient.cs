using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.AppKit.Callers;

/// <summary>Calls the API as an app on a bad line does: what was not answered, or answered by an outage, is sent again just as it was.</summary>
/// <param name="client">Sends.</param>
/// <param name="address">Where the API is.</param>
/// <param name="token">The caller's access token.</param>
/// <param name="tally">Counts the repetitions.</param>
public sealed class PatientClient(HttpClient client, Uri address, string token, AnswerTally tally)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>GET.</summary>
    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>POST.</summary>
    public Task<ApiAnswer> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken, headers);

    /// <summary>Sends until there is an answer that a repetition would not change.</summary>
    /// <exception cref="TimeoutException">There was none for four minutes.</exception>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ;)
        {
            var answer = await TryAsync(method, path, body, headers, cancellationToken);
            if (answer is { Status: < 500 and not 408 and not 429 })
            {
                return answer;
            }

            tally.Add(answer is null ? "unanswered" : string.Create(CultureInfo.InvariantCulture, $"{answer.Status}{CodeOf(answer)}"));
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"No answer to {method} {path}; the last was {answer?.Status}.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<ApiAnswer?> TryAsync(
        HttpMethod method, string path, JsonNode? body, (string Name, string Value)[] headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        if (method != HttpMethod.Get)
        {
            request.Content = new StringContent(body?.ToJsonString() ?? "null", Encoding.UTF8, "application/json");
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return new ApiAnswer((int)answer.StatusCode, text, answer.Headers.ETag?.ToString());
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string CodeOf(ApiAnswer answer) =>
        answer.Json.ValueKind is JsonValueKind.Object && answer.Json.TryGetProperty("code", out var code) ? $" {code.GetString()}" : "";
}
