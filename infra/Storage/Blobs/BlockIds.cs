using System.Globalization;
using System.Text;

namespace Marketplace.Storage.Blobs;

/// <summary>Block ids of one upload: all of one length, and no other upload's, so that a commit can be told from somebody else's.</summary>
internal readonly record struct BlockIds(Guid Upload)
{
    public string At(int index) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Upload:N}{index:D6}")));
}
