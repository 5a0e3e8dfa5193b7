using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost.Apps;

/// <summary>One function as its function.json describes it.</summary>
internal sealed record FunctionDefinition(string Name, TriggerBinding Trigger, IReadOnlyList<OutputBinding> Outputs, RetryPolicy? Retry, bool Disabled)
{
    /// <summary>Exactly an HTTP trigger and an HTTP output: the only kind that can be forwarded or proxied (contract §2).</summary>
    public bool IsHttpOnly => Trigger is HttpTriggerBinding && Outputs is [HttpOutputBinding];
}

/// <summary>The one input that starts a function.</summary>
internal abstract record TriggerBinding(string Name);

/// <summary>An HTTP trigger; its route already has its default, the prefix is not in it. No methods means all.</summary>
internal sealed record HttpTriggerBinding(string Name, AuthorizationLevel Level, string Route, IReadOnlyList<string> Methods) : TriggerBinding(Name);

/// <summary>A queue trigger (contract §11).</summary>
internal sealed record QueueTriggerBinding(string Name, string QueueName, string? Connection) : TriggerBinding(Name);

/// <summary>A timer trigger (contract §12).</summary>
internal sealed record TimerTriggerBinding(string Name, TimerSchedule Schedule, bool RunOnStartup, bool UseMonitor) : TriggerBinding(Name);

/// <summary>A declared output; Binary says that strings are taken as they are (contract §4, the base64 trap).</summary>
internal abstract record OutputBinding(string Name, bool Binary)
{
    /// <summary>The name whose value travels in ReturnValue instead of Outputs.</summary>
    public const string Return = "$return";
}

/// <summary>The answer to an HTTP trigger.</summary>
internal sealed record HttpOutputBinding(string Name, bool Binary) : OutputBinding(Name, Binary);

/// <summary>A message, or one for each element of an array.</summary>
internal sealed record QueueOutputBinding(string Name, bool Binary, string QueueName, string? Connection) : OutputBinding(Name, Binary);

/// <summary>Which key opens an HTTP function (contract §7).</summary>
internal enum AuthorizationLevel
{
    Anonymous,
    Function,
    Admin,
}
