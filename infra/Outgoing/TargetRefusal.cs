namespace Marketplace.Outgoing;

/// <summary>Why nothing is sent to an address.</summary>
public enum TargetRefusal
{
    /// <summary>It is no absolute address, or is written in a way that programs read differently.</summary>
    Malformed,

    /// <summary>It is not https.</summary>
    Scheme,

    /// <summary>It carries a user name or password.</summary>
    UserInfo,

    /// <summary>It carries a fragment, which no server sees.</summary>
    Fragment,

    /// <summary>Its host is not a full name or a public address in the usual spelling.</summary>
    Host,

    /// <summary>Its port is not one of those allowed.</summary>
    Port,
}
