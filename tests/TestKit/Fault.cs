namespace Marketplace.TestKit;

/// <summary>What happens to a request on its way through a <see cref="FaultProxy"/>.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The server does not get it; the connection breaks.</summary>
    LoseRequest,

    /// <summary>The server gets and answers it; the connection breaks before the answer is passed on.</summary>
    LoseAnswer,

    /// <summary>The server gets and answers it; the connection breaks in the middle of a longer answer.</summary>
    CutAnswer,

    /// <summary>The server gets and answers it; the connection breaks after half of the answer, its head included.</summary>
    HalveAnswer,

    /// <summary>The server does not get it; the answer is 503 ServerBusy.</summary>
    Busy,

    /// <summary>The server does not get it, and no answer ever comes.</summary>
    Hang,

    /// <summary>The connection breaks, and the server gets it only when <see cref="FaultProxy.DeliverLateAsync"/> says so.</summary>
    Late,
}
