namespace Marketplace.Hosting;

/// <summary>Tells outages from defects.</summary>
internal sealed class Outages(IReadOnlyList<Func<Exception, bool>> isOutage)
{
    public bool Contain(Exception exception) => isOutage.Any(predicate => predicate(exception));
}
