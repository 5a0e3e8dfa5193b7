using System.Globalization;
using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Checks;

/// <summary>The order in which people read findings: the most severe first, then by field of the form, then by place in the text.</summary>
internal sealed class FindingOrder : IComparer<Finding>
{
    public static readonly FindingOrder Instance = new();

    /// <summary>The form's fields from top to bottom; others come last.</summary>
    private static readonly string[] Fields =
    [
        "$", "name", "summary", "description", "themes", "region", "department", "tags", "contact", "vendor", "vendorName", "serviceContent",
        "practices", "results", "launchedOn", "category", "subcategory", "constructionMode", "operation", "duties", "requirement", "howToApply",
        "howToIntegrate", "deploymentModes", "intellectualProperty", "compatibility", "reuseModel", "pricing", "linkedListings", "attachments",
    ];

    private static readonly StringComparer Natural = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    private FindingOrder()
    {
    }

    public int Compare(Finding? x, Finding? y)
    {
        if (x is null || y is null)
        {
            return Comparer<object>.Default.Compare(x, y);
        }

        var order = y.Severity.CompareTo(x.Severity);
        if (order == 0)
        {
            order = RankOf(x.Field).CompareTo(RankOf(y.Field));
        }

        if (order == 0)
        {
            order = Natural.Compare(x.Field, y.Field);
        }

        if (order == 0)
        {
            order = (x.Range?.Start ?? -1).CompareTo(y.Range?.Start ?? -1);
        }

        if (order == 0)
        {
            order = (y.Likeness?.Score ?? 0).CompareTo(x.Likeness?.Score ?? 0);
        }

        if (order == 0)
        {
            order = string.CompareOrdinal(x.Code, y.Code);
        }

        return order != 0 ? order : string.CompareOrdinal(x.Likeness?.ListingId, y.Likeness?.ListingId);
    }

    private static int RankOf(string field)
    {
        var end = field.AsSpan().IndexOfAny('.', '[');
        var rank = Array.IndexOf(Fields, end < 0 ? field : field[..end]);
        return rank < 0 ? Fields.Length : rank;
    }
}
