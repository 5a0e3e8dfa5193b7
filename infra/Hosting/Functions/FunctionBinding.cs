namespace Marketplace.Hosting.Functions;

/// <summary>One function of the app, as its <c>function.json</c> describes it.</summary>
/// <param name="Name">The function's name: a letter, then letters and digits.</param>
public abstract record FunctionBinding(string Name);

/// <summary>A function called over HTTP.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Segment">Its first path segment under <c>/api</c>; the function also receives all paths below it.</param>
public sealed record HttpFunction(string Name, string Segment) : FunctionBinding(Name);

/// <summary>A function called for each message of a queue.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Queue">The queue's name.</param>
public sealed record QueueFunction(string Name, string Queue) : FunctionBinding(Name);

/// <summary>A function called on a schedule.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Schedule">NCRONTAB with six fields, in UTC.</param>
public sealed record TimerFunction(string Name, string Schedule) : FunctionBinding(Name);
