namespace Marketplace.Functions.Audit;

/// <summary>
/// Something the audit trail can record (审计动作). Each slice declares its own and registers them; together they are a closed set. A code never
/// changes its meaning and is never given to another action.
/// </summary>
/// <param name="Code">As the trail has it: what, and what was done to it.</param>
/// <param name="Chinese">For people, in Chinese.</param>
/// <param name="English">For people, in English.</param>
/// <param name="Meaning">When it is recorded.</param>
internal sealed record AuditAction(string Code, string Chinese, string English, string Meaning);

/// <summary>The actions of one slice.</summary>
internal sealed record AuditActionSet(IReadOnlyList<AuditAction> Actions);

/// <summary>Every action that the trail can record.</summary>
internal sealed class AuditActions(IEnumerable<AuditActionSet> sets)
{
    private readonly Dictionary<string, AuditAction> _byCode = sets.SelectMany(static set => set.Actions)
        .ToDictionary(static action => action.Code, StringComparer.Ordinal);

    /// <summary>All of them, in ordinal order of their codes.</summary>
    public IReadOnlyList<AuditAction> All => [.. _byCode.Values.OrderBy(static action => action.Code, StringComparer.Ordinal)];

    public bool IsKnown(string code) => _byCode.ContainsKey(code);
}

/// <summary>How slices register what the trail records of them.</summary>
internal static class AuditActionRegistration
{
    public static IServiceCollection AddAuditActions(this IServiceCollection services, IReadOnlyList<AuditAction> actions) =>
        services.AddSingleton(new AuditActionSet(actions));
}
