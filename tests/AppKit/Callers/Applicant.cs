using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.TestKit;
using Marketplace.TestKit.Samples;

namespace Marketplace.AppKit.Callers;

/// <summary>Whoever hands submissions in, by an app that repeats what it is not sure of and reads where things stand before it goes on.</summary>
/// <param name="client">Calls the API.</param>
/// <param name="storage">Uploads to where tickets say.</param>
public sealed class Applicant(PatientClient client, HttpClient storage)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Open = ["draft", "changesRequested"];

    /// <summary>Calls the API in this person's name.</summary>
    public PatientClient Client => client;

    /// <summary>Begins a draft.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> OpenAsync(string key, string kind, JsonObject? content, string? listingId, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["kind"] = kind };
        if (listingId is not null)
        {
            body["listingId"] = listingId;
        }

        if (content is not null)
        {
            body["content"] = content.DeepClone();
        }

        return (await client.PostAsync("/api/submissions", body, cancellationToken, ("Idempotency-Key", key))).Good()["id"].GetString()!;
    }

    /// <summary>The submission as it stands.</summary>
    public async Task<ApiAnswer> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await client.GetAsync($"/api/submissions/{id}", cancellationToken)).Good();

    /// <summary>Saves a draft, over whatever it holds.</summary>
    public async Task SaveAsync(string id, JsonObject content, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var now = await ReadAsync(id, cancellationToken);
            var saved = await client.SendAsync(HttpMethod.Put, $"/api/submissions/{id}", new JsonObject { ["content"] = content.DeepClone() },
                cancellationToken, ("If-Match", now.Tag!));
            if (saved.Status != 412)
            {
                saved.Good();
                return;
            }
        }
    }

    /// <summary>Announces a file, uploads it by its ticket, and completes it.</summary>
    /// <returns>The attachment.</returns>
    public async Task<ApiAnswer> AttachAsync(string id, string key, SampleFile file, CancellationToken cancellationToken)
    {
        var announced = new JsonObject { ["fileName"] = file.Name, ["contentType"] = file.Type, ["length"] = file.Bytes.Length };
        var ticket = (await client.PostAsync($"/api/submissions/{id}/attachments", announced, cancellationToken, ("Idempotency-Key", key))).Good();
        await Eventually.TrueAsync(() => UploadAsync(ticket["upload"], file.Bytes, cancellationToken), cancellationToken, TimeSpan.FromMinutes(2));
        return (await client.PostAsync($"/api/submissions/{id}/attachments/{ticket["attachmentId"].GetString()}/complete", null, cancellationToken)).Good();
    }

    /// <summary>Hands in for the time that <paramref name="version"/> counts, once, however often the answer is lost.</summary>
    public async Task SubmitAsync(string id, int version, CancellationToken cancellationToken)
    {
        var statement = (await client.GetAsync("/api/reference/service-statement", cancellationToken)).Good();
        var accepted = new JsonObject
        {
            ["statementVersion"] = statement["version"].GetString(),
            ["statementSha256"] = statement["sha256"]
            .GetString(),
            ["acceptedBy"] = "林晓"
        };
        for (; ; )
        {
            var now = await ReadAsync(id, cancellationToken);
            if (now["version"].GetInt32() >= version || !Open.Contains(now["state"].GetString()))
            {
                return;
            }

            var answer = await client.PostAsync($"/api/submissions/{id}/submit", accepted, cancellationToken, ("If-Match", now.Tag!));
            if (answer.Status is not (409 or 412))
            {
                answer.Good();
            }
        }
    }

    /// <summary>Follows a submission until it is in one of some states.</summary>
    public async Task<ApiAnswer> FollowAsync(string id, CancellationToken cancellationToken, params string[] states)
    {
        for (; ; )
        {
            var now = await ReadAsync(id, cancellationToken);
            if (states.Contains(now["state"].GetString()))
            {
                return now;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    private async Task<bool> UploadAsync(JsonElement upload, byte[] bytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, upload.GetProperty("url").GetString()) { Content = new ByteArrayContent(bytes) };
        foreach (var header in upload.GetProperty("headers").EnumerateObject())
        {
            if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
            {
                request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }
        }

        try
        {
            using var answer = await storage.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
