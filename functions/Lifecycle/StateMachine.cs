using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Lifecycle;

/// <summary>One row of a state machine.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TAction">The actions.</typeparam>
/// <param name="Action">What is done.</param>
/// <param name="From">States in which it may be done.</param>
/// <param name="To">State that follows; null where it stays.</param>
internal sealed record Transition<TState, TAction>(TAction Action, IReadOnlyList<TState> From, TState? To)
    where TState : struct, Enum
    where TAction : struct, Enum;

/// <summary>
/// The life of an aggregate as one table of state × action → state: rules ask it, docs/lifecycle.md draws it, and the tests try every state with
/// every action. Who may act is a matter of permissions alone.
/// </summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TAction">The actions.</typeparam>
internal sealed class StateMachine<TState, TAction>
    where TState : struct, Enum
    where TAction : struct, Enum
{
    private readonly Func<TState, TAction, IEnumerable<TState>, Refusal> _refuse;

    /// <param name="refuse">Says why an action cannot follow a state, given the states in which it could.</param>
    /// <param name="transitions">The table; an action that follows no state is refused.</param>
    public StateMachine(Func<TState, TAction, IEnumerable<TState>, Refusal> refuse, params IReadOnlyList<Transition<TState, TAction>> transitions) =>
        (_refuse, Transitions) = (refuse, transitions);

    public IReadOnlyList<Transition<TState, TAction>> Transitions { get; }

    /// <summary>The state that follows, or why the action cannot be done.</summary>
    public (TState Next, Refusal? Refusal) Move(TState state, TAction action)
    {
        var rows = Transitions.Where(row => EqualityComparer<TAction>.Default.Equals(row.Action, action)).ToList();
        return rows.Find(row => row.From.Contains(state)) is { } row
            ? (row.To ?? state, null)
            : (state, _refuse(state, action, rows.SelectMany(one => one.From).Distinct()));
    }
}
