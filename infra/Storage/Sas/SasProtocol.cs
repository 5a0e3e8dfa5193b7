namespace Marketplace.Storage.Sas;

/// <summary>Over which protocols a signature is good.</summary>
public enum SasProtocol
{
    /// <summary>Only https: the choice for the cloud.</summary>
    Https,

    /// <summary>Also http: for the emulator.</summary>
    HttpsAndHttp,
}
