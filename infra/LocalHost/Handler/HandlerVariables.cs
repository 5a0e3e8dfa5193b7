namespace Marketplace.LocalHost.Handler;

/// <summary>The variables the host adds to the handler's environment (contract §1).</summary>
internal static class HandlerVariables
{
    public const string Port = "FUNCTIONS_CUSTOMHANDLER_PORT";
    public const string LegacyPort = "FUNCTIONS_HTTPWORKER_PORT";
    public const string WorkerId = "FUNCTIONS_CUSTOMHANDLER_WORKER_ID";
    public const string LegacyWorkerId = "FUNCTIONS_HTTPWORKER_ID";
    public const string AppRoot = "FUNCTIONS_APP_ROOT_PATH";
}
