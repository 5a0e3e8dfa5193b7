using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>Gathers what the parts of one office document tell.</summary>
internal interface IPackage
{
    /// <summary>Whether the whole of a part is needed.</summary>
    bool Wants(string part);

    /// <summary>Looks at each part once.</summary>
    void Look(PackagePart part);

    /// <summary>What the document is, once all parts were seen.</summary>
    Recognized Result();
}
