namespace Marketplace.Hosting.Pipeline;

/// <summary>Tells outages from defects.</summary>
internal sealed class OutageClassifier(IReadOnlyList<Func<Exception, bool>> isOutage)
{
    public bool Contain(Exception exception) => isOutage.Any(predicate => predicate(exception));
}
