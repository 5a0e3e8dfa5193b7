using System.Text.Json;

namespace Marketplace.LocalHost.Apps;

/// <summary>Reads the app folder's JSON files the way the host does: comments and trailing commas are allowed, a byte order mark too.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="StartupException">The file is not a JSON object.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            var document = JsonDocument.Parse(File.ReadAllText(path), Tolerant);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw new StartupException($"{path}: must hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new StartupException($"{path}: not valid JSON: {exception.Message}", exception);
        }
    }
}
