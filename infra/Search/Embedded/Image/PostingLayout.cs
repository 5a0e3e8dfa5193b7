namespace Marketplace.Search.Embedded.Image;

/// <summary>
/// How the documents of a term lie in the image. Few: their ordinals (u16, ascending), then one impact byte each. Many (an eighth or more of the segment): one
/// impact byte for every document, 0 where the term is absent. Each term starts at an even offset.
/// </summary>
internal static class PostingLayout
{
    private const int DenseFraction = 8;

    public static bool IsDense(int count, int documents) => (long)count * DenseFraction >= documents;

    public static int SizeOf(int count, int documents) => ((IsDense(count, documents) ? documents : count * 3) + 1) & ~1;
}
