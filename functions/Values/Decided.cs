using System.Diagnostics.CodeAnalysis;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Values;

/// <summary>What a rule answers: the new state, or the refusal that says why not.</summary>
/// <typeparam name="T">The state.</typeparam>
internal readonly struct Decided<T>
    where T : class
{
    private Decided(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    public T? Value { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;

    public static implicit operator Decided<T>(T value) => new(value, null);

    public static implicit operator Decided<T>(Refusal refusal) => new(null, refusal);
}
