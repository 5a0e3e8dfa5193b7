using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Checks;

/// <summary>Looks for the terms of a list in every free text.</summary>
internal abstract class TermsCheck(CachedCheckData<TermList> terms) : ICheck
{
    public abstract string Name { get; }

    public TimeSpan Deadline => TimeSpan.FromSeconds(10);

    protected abstract string Code { get; }

    protected abstract FindingSeverity Severity { get; }

    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        var list = await terms.GetAsync(cancellationToken);
        return [.. FreeTexts.Of(subject.Content).SelectMany(text => list.Find(text.Text).Select(hit => Tell(text, hit)))];
    }

    private Finding Tell(FreeText text, TermHit hit) => new(Code, Severity, text.Field)
    {
        Range = hit.Range,
        Values = new Dictionary<string, string> { ["term"] = hit.Entry.Term!, ["basis"] = hit.Entry.Basis ?? "", ["kind"] = hit.Entry.Kind ?? "" },
    };
}

/// <summary>Absolute superlatives that advertising law forbids (绝对化用语).</summary>
internal sealed class AdvertisingCheck(CachedCheckData<TermList> terms) : TermsCheck(terms)
{
    public override string Name => "advertisingTerms";

    protected override string Code => "advertisingTerm";

    protected override FindingSeverity Severity => FindingSeverity.Warning;
}

/// <summary>Words that have no place in a public catalogue (敏感词).</summary>
internal sealed class SensitiveWordsCheck(CachedCheckData<TermList> terms) : TermsCheck(terms)
{
    public override string Name => "sensitiveTerms";

    protected override string Code => "sensitiveTerm";

    protected override FindingSeverity Severity => FindingSeverity.Error;
}
