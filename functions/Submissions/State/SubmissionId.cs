using System.Globalization;
using Entries = Marketplace.Functions.Listings.State.ListingId;

namespace Marketplace.Functions.Submissions.State;

/// <summary>Names a submission: the listing it is for, and its number there, from 1. As text <c>{listingId}-{number}</c>.</summary>
/// <param name="ListingId">The listing.</param>
/// <param name="Number">Its number.</param>
internal readonly record struct SubmissionId(string ListingId, int Number)
{
    private const int MostDigits = 4;

    /// <summary>Reads an id; false for what none can be.</summary>
    public static bool TryParse(string text, out SubmissionId id)
    {
        id = default;
        if (text.Length is < Entries.Length + 2 or > Entries.Length + 1 + MostDigits || text[Entries.Length] != '-' || text[Entries.Length + 1] == '0')
        {
            return false;
        }

        if (!Entries.IsValid(text[..Entries.Length]))
        {
            return false;
        }

        if (!int.TryParse(text.AsSpan(Entries.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        id = new SubmissionId(text[..Entries.Length], number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ListingId}-{Number}");
}
