using System.Buffers.Text;
using System.Text;
using Marketplace.Search.Analysis;

namespace Marketplace.Search.Azure;

/// <summary>The fields of the index, and how values have to look that the service sorts or looks up by.</summary>
internal static class AzureFields
{
    public const string Key = "key";
    public const string Id = "id";
    public const string Tie = "tie";
    public const string Version = "version";
    public const string Gone = "gone";
    public const string Touched = "touched";
    public const string Name = "name";
    public const string NameOrder = "nameOrder";
    public const string Summary = "summary";
    public const string Body = "body";
    public const string Tags = "tags";
    public const string Attention = "attention";
    public const string PublishedAt = "publishedAt";
    public const string UpdatedAt = "updatedAt";
    public const string CompletionTexts = "completionTexts";
    public const string CompletionTypes = "completionTypes";
    public const string Stored = "stored";

    public static IReadOnlyList<string> Texts { get; } = [Name, Summary, Body, Tags];

    /// <summary>A keyword field; its prefix keeps it apart from the others.</summary>
    public static string Keyword(string field) => "k_" + field;

    /// <summary>Any id as the service accepts it for a key.</summary>
    public static string KeyOf(string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id));

    /// <summary>Sorts equal hits as the embedded engine does: by the hash of the id, then the id.</summary>
    public static string TieOf(string id) => $"{TermKey.OfId(id):x16}:{id}";

    /// <summary>Sorts names as the embedded engine does.</summary>
    public static string NameOrderOf(string name) => Convert.ToHexStringLower(Analysis.NameOrder.KeyOf(name));
}
