namespace Marketplace.Files.Zip;

/// <summary>One file of an archive, as the central directory tells of it.</summary>
/// <param name="Name">Its name, decoded; parts are separated by <c>/</c>.</param>
/// <param name="RawName">Its name's bytes.</param>
/// <param name="Flags">Bit 0: encrypted; bit 3: sizes follow the data; bit 11: the name is UTF-8.</param>
/// <param name="Method">0: stored; 8: deflated.</param>
/// <param name="Crc">Checksum of its content.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Length">Bytes unpacked.</param>
/// <param name="HeaderAt">Where its local header begins.</param>
/// <param name="IsLink">Whether it is a symbolic link or another special file.</param>
internal sealed record ZipEntry(string Name, byte[] RawName, ushort Flags, ushort Method, uint Crc, long Packed, long Length, long HeaderAt, bool IsLink)
{
    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    private const ushort EncryptedBits = 0x2041;
    private const ushort DescriptorBit = 0x0008;

    /// <summary>Where its data begins, known once its local header was read.</summary>
    public long DataAt { get; init; }

    public bool IsEncrypted => (Flags & EncryptedBits) != 0;

    public bool HasDescriptor => (Flags & DescriptorBit) != 0;

    public bool IsFolder => Name.EndsWith('/');
}
