using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Functions.Listings.State;

/// <summary>Ids of listings: 26 characters of a–z and 2–7, made from where the listing comes from so that a repeat finds it again.</summary>
internal static class ListingId
{
    public const int Length = 26;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Of(Origin origin) => Of($"{origin.Source}\n{origin.ExternalId}");

    /// <summary>Whether <paramref name="text"/> could be an id; what could not is not looked up.</summary>
    public static bool IsValid(string text) => text.Length == Length && text.All(c => char.IsAsciiLetterLower(c) || c is >= '2' and <= '7');

    /// <summary>The id of a listing that a submission opens.</summary>
    /// <param name="seed">Random, or made from the caller and the key of the request so that a repeat finds the listing again.</param>
    public static string OfSubmission(string seed) => Of(new Origin(Origin.Submitted, seed));

    private static string Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return string.Create(Length, hash.ToArray(), static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var bit = i * 5;
                var pair = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
                text[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
            }
        });
    }
}
