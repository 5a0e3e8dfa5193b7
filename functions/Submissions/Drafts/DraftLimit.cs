using System.Globalization;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>
/// Keeps how many drafts a company, a department or an operator has at once within the limit. Requests of one owner open drafts one after the
/// other in a process, and each sees those before it; several processes may exceed the limit by as many drafts as they open at the same moment.
/// </summary>
internal sealed class DraftLimit(SubmissionLists lists, SubmissionOptions options)
{
    private const int TurnCount = 64;

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, TurnCount).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits until no other request opens a draft of this owner, and says whether there is room for one more: one storage read.</summary>
    public async Task<DraftTurn> EnterAsync(Owner owner, CancellationToken cancellationToken)
    {
        var key = SubmissionSummary.KeyOf(owner);
        var turn = _turns[(uint)StringComparer.Ordinal.GetHashCode(key) % TurnCount];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return new(turn, await lists.HasDraftsAsync(key, options.MostDrafts, cancellationToken) ? Full() : null);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <summary>Shows at once what was opened, so that the next request counts it.</summary>
    public Task ShowAsync(string listingId, CancellationToken cancellationToken) => lists.TryShowAsync(listingId, cancellationToken);

    private Refusal Full() => new(
        "draftLimit", new FieldError("kind", "draftLimit", KeyValuePair.Create("most", options.MostDrafts.ToString(CultureInfo.InvariantCulture))));
}

/// <summary>The right to open a draft, until it is disposed.</summary>
/// <param name="turn">Whose release lets the next in.</param>
/// <param name="refusal">Why no draft may be opened; null when there is room.</param>
internal sealed class DraftTurn(SemaphoreSlim turn, Refusal? refusal) : IDisposable
{
    public Refusal? Refusal => refusal;

    public void Dispose() => turn.Release();
}
