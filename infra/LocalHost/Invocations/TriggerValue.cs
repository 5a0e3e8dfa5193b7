using System.Text.Json;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Invocations;

/// <summary>What started an invocation, in the shape payload mode gives it (contract §3).</summary>
internal abstract record TriggerValue
{
    /// <summary>Writes the value that stands under <c>Data</c> by the trigger's name.</summary>
    public abstract void WriteData(Utf8JsonWriter json);

    /// <summary>Writes the properties of <c>Metadata</c> other than <c>sys</c> and <c>RetryContext</c>.</summary>
    public virtual void WriteMetadata(Utf8JsonWriter json)
    {
    }

    /// <summary>The value for an invocation by hand through the admin endpoint, or null if the trigger cannot be played that way.</summary>
    public static TriggerValue? ByHand(TriggerBinding trigger, string input, TimeProvider clock) => trigger switch
    {
        QueueTriggerBinding => QueueTriggerValue.ByHand(input, clock.GetUtcNow()),
        TimerTriggerBinding => new TimerTriggerValue(false, null, false),
        _ => null,
    };
}
