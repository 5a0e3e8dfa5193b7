namespace Marketplace.Hosting.App;

/// <summary>Makes the request's state available to scoped services.</summary>
internal sealed class RequestScope
{
    private RequestState? _state;

    public RequestState State
    {
        get => _state ?? throw new InvalidOperationException("Only requests have a caller.");
        set => _state = value;
    }
}
