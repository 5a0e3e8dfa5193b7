using System.Globalization;
using Marketplace.Audit;
using Marketplace.Audit.Index;

namespace Marketplace.Benchmarks.Audit;

/// <summary>
/// Events of a year: a hundred to each object, people who act more or less often (a few of them very often, as the app itself does), and
/// ten actions of which the commonest are half of all.
/// </summary>
internal sealed class Workload
{
    public const string Chains = "items";
    public const int Actors = 2_000;

    private const int EventsOfTarget = 100;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Actions = [.. Enumerable.Range(0, 10).Select(i => $"item.action{i}")];

    private readonly Random _random = new(20260101);
    private readonly int _events;

    public Workload(int events)
    {
        (_events, Targets) = (events, Math.Max(1, events / EventsOfTarget));
        Events = [.. Enumerable.Range(0, events).Select(Event)];
    }

    public int Targets { get; }

    public IReadOnlyList<(AuditPosting Posting, string Target)> Events { get; }

    public IReadOnlyList<(string What, Func<AuditFilter> Filter)> Questions =>
    [
        ("everything", () => new AuditFilter()),
        ("a day", () => Between(new AuditFilter(), 1)),
        ("an object", () => new AuditFilter(Target())),
        ("an object and an action", () => new AuditFilter(Target(), Action: Action())),
        ("an object in a month", () => Between(new AuditFilter(Target()), 30)),
        ("a person", () => new AuditFilter(Actor: Actor())),
        ("a person in a month", () => Between(new AuditFilter(Actor: Actor()), 30)),
        ("a person and an action", () => new AuditFilter(Actor: Actor(), Action: Action())),
        ("an action", () => new AuditFilter(Action: Action())),
        ("an action in a month", () => Between(new AuditFilter(Action: Action()), 30)),
        ("an object, a person, an action and a month", () => Between(new AuditFilter(Target(), Actor(), Action()), 30)),
    ];

    public static AuditDraft Draft(AuditLink link) => new(
        link.Chain, Actions[0], new AuditActor("https://issuer.example", "u-1", "某人", "gov.reviewer", "ppm"), Start, "correlation",
            [new AuditChange("state", "Published", "Suspended")], "核对信息");

    private (AuditPosting, string) Event(int number)
    {
        var target = Name(_random.Next(Targets));
        var at = Start.AddSeconds(number * (365 * 86_400.0 / _events));
        return (new AuditPosting(new AuditLink(target, number + 1), at, Action(), Actor()), target);
    }

    private string Target() => Name(_random.Next(Targets));

    // Cubed and squared: few values get most of the draws.
    private string Actor() => string.Create(CultureInfo.InvariantCulture, $"{(int)(Actors * Math.Pow(_random.NextDouble(), 3)):x32}");

    private string Action() => Actions[(int)(Actions.Length * Math.Pow(_random.NextDouble(), 2))];

    private AuditFilter Between(AuditFilter filter, int days)
    {
        var from = Start.AddDays(_random.Next(365 - days));
        return filter with { From = from, To = from.AddDays(days) };
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{Chains}/{number:D26}");
}
