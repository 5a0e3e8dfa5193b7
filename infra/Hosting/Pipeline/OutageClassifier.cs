namespace Marketplace.Hosting.Pipeline;

/// <summary>Decides whether an exception is an outage (503) or a defect (500).</summary>
internal sealed class OutageClassifier(IReadOnlyList<Func<Exception, bool>> predicates)
{
    public bool IsOutage(Exception exception) => predicates.Any(predicate => predicate(exception));
}
