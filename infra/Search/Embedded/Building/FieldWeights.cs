using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>The weights of the fields in sixteenths, at least one.</summary>
internal readonly record struct FieldWeights(int Name, int Summary, int Body, int Tags)
{
    public static FieldWeights Of(RankingOptions ranking) =>
        new(Sixteenths(ranking.NameWeight), Sixteenths(ranking.SummaryWeight), Sixteenths(ranking.BodyWeight), Sixteenths(ranking.TagsWeight));

    private static int Sixteenths(float weight) => Math.Max(1, (int)MathF.Round(weight * Impact.One));
}
