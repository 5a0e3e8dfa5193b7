namespace Marketplace.Hosting.App;

/// <summary>Hands the request's state to scoped services.</summary>
internal sealed class RequestScope
{
    private RequestState? _state;

    public RequestState State
    {
        get => _state ?? throw new InvalidOperationException("Only requests have a caller.");
        set => _state = value;
    }
}
