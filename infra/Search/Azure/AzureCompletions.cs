using Marketplace.Search.Analysis;
using AzureDocument = Azure.Search.Documents.Models.SearchDocument;

namespace Marketplace.Search.Azure;

/// <summary>Puts completions in the order the embedded engine gives them.</summary>
internal static class AzureCompletions
{
    /// <summary>The distinct completions that contain what was typed: those that begin with it first, then by attention, then the shorter text.</summary>
    /// <param name="documents">The documents that carry them.</param>
    /// <param name="typed">What was typed, folded.</param>
    /// <param name="keywordFields">The fields to hand back with a completion of a single document.</param>
    public static IEnumerable<Suggestion> Rank(IReadOnlyList<AzureDocument> documents, string typed, IReadOnlyList<string> keywordFields) => documents
        .SelectMany(document => Of(document).Select(completion => (Document: document, Completion: completion, At: PlaceOf(typed, completion.Text))))
        .Where(found => found.At >= 0)
        .GroupBy(found => found.Completion)
        .OrderBy(group => group.First().At > 0)
        .ThenByDescending(group => group.Max(found => found.Document.GetDouble(AzureFields.Attention) ?? 0))
        .ThenBy(group => group.Key.Text.Length)
        .ThenBy(group => group.Key.Text, StringComparer.Ordinal)
        .Select(group => ToSuggestion(group.Key, [.. group.Select(found => found.Document).Distinct()], keywordFields));

    private static IEnumerable<Completion> Of(AzureDocument document) => document.GetStringCollection(AzureFields.CompletionTexts)
        .Zip(document.GetStringCollection(AzureFields.CompletionTypes), (text, type) => new Completion(text, type));

    private static int PlaceOf(string typed, string text) => NameOrder.Fold(text).IndexOf(typed, StringComparison.Ordinal);

    private static Suggestion ToSuggestion(Completion completion, AzureDocument[] carriers, IReadOnlyList<string> keywordFields) => carriers is [var only]
        ? new Suggestion(completion.Text, completion.Type, only.GetString(AzureFields.Id), AzureDocuments.Keywords(only, keywordFields))
        : new Suggestion(completion.Text, completion.Type, null, []);
}
