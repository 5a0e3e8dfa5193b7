using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost.Apps;

/// <summary>One function as its function.json describes it.</summary>
internal sealed record FunctionDefinition(string Name, TriggerBinding Trigger, bool Disabled = false);

/// <summary>The one input that starts a function.</summary>
internal abstract record TriggerBinding(string Name);

/// <summary>An HTTP trigger with its answer as the only output; its route already has its default, the prefix is not in it. No methods means all.</summary>
internal sealed record HttpTriggerBinding(string Name, string Route, IReadOnlyList<string> Methods) : TriggerBinding(Name);

/// <summary>A queue trigger (docs/host-contract.md §11); the connection is the name of a setting.</summary>
internal sealed record QueueTriggerBinding(string Name, string QueueName, string? Connection) : TriggerBinding(Name);

/// <summary>A timer trigger (docs/host-contract.md §12).</summary>
internal sealed record TimerTriggerBinding(string Name, TimerSchedule Schedule) : TriggerBinding(Name);
