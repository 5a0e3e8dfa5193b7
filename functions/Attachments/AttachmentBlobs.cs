using System.IO.Pipelines;
using Azure;
using Marketplace.Files;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Sas;

namespace Marketplace.Functions.Attachments;

/// <summary>The bytes: in quarantine until they were inspected and scanned, then in a container that links are given for.</summary>
internal sealed class AttachmentBlobs(BlobServiceClient service, BlobSasSigner signer)
{
    public const string Quarantine = "quarantine";
    public const string Kept = "attachments";

    private BlobContainerClient Uploads => service.GetBlobContainerClient(Quarantine);

    private BlobContainerClient Files => service.GetBlobContainerClient(Kept);

    public static string NameOf(AttachmentParent parent, string id) => $"{parent.Kind}/{parent.Partition}/{id}";

    /// <summary>A link that writes one upload, as a whole or block by block, and does nothing else.</summary>
    public ValueTask<Uri> SignUploadAsync(string name, DateTimeOffset endsAt, CancellationToken cancellationToken) => signer.SignAsync(
        new BlobSasBuilder
        {
            BlobContainerName = Quarantine,
            BlobName = name,
            Permissions = BlobSasPermissions.Create | BlobSasPermissions.Write,
            ExpiresOn = endsAt
        },
        cancellationToken);

    /// <summary>
    /// A link that downloads one file under its name, never to be shown by a browser in the marketplace's name. It says every header that the
    /// uploader could have put on the upload: the copy has them still.
    /// </summary>
    public ValueTask<Uri> SignDownloadAsync(string name, AttachmentFile file, DateTimeOffset endsAt, CancellationToken cancellationToken) => signer.SignAsync(
        new BlobSasBuilder
        {
            BlobContainerName = Kept,
            BlobName = name,
            Permissions = BlobSasPermissions.Read,
            ExpiresOn = endsAt,
            ContentDisposition = AttachmentHeader.For(file.FileName),
            ContentType = FileTypes.Of(file.Type).MediaType,
            ContentEncoding = "identity",
            ContentLanguage = "und",
            CacheControl = "no-store",
        },
        cancellationToken);

    public Task<BlobProperties?> FindUploadAsync(string name, CancellationToken cancellationToken) =>
        Uploads.GetBlobClient(name).GetPropertiesIfExistsAsync(cancellationToken);

    /// <summary>Reads one version of an upload, going on where a connection broke; null when that version is there no more.</summary>
    /// <param name="name">The upload.</param>
    /// <param name="version">Its version.</param>
    /// <param name="read">What is done with its bytes.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<T?> ReadUploadAsync<T>(string name, ETag version, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        var pipe = new Pipe();
        var filling = FillAsync(pipe.Writer, Uploads.GetBlobClient(name), version, cancellationToken);
        try
        {
            var result = await read(pipe.Reader.AsStream(leaveOpen: true), cancellationToken);
            await pipe.Reader.CompleteAsync();
            return await filling is BlobReadOutcome.Found ? result : null;
        }
        finally
        {
            // Who fills must not wait for a reader that gave up.
            await pipe.Reader.CompleteAsync();
        }
    }

    /// <summary>Makes that version of an upload the file that links are given for.</summary>
    /// <returns>Saved; stale when the upload was changed, not found when it is gone.</returns>
    public async Task<WriteOutcome> KeepAsync(string name, ETag version, CancellationToken cancellationToken) =>
        (await Files.GetBlobClient(name).CopyFromUriAsync(
            Uploads.GetBlobClient(name).Uri, new BlobCopyFromUriOptions { SourceConditions = BlobRequestConditions.Match(version) },
            cancellationToken)).Outcome;

    public Task DeleteUploadAsync(string name, CancellationToken cancellationToken) =>
        DeleteLeasedAsync(Uploads.GetBlobClient(name), new(), cancellationToken);

    /// <summary>The same for one version, so that what arrived since stays.</summary>
    public Task DeleteUploadAsync(string name, ETag version, CancellationToken cancellationToken) =>
        DeleteLeasedAsync(Uploads.GetBlobClient(name), BlobRequestConditions.Match(version), cancellationToken);

    public Task DeleteKeptAsync(string name, CancellationToken cancellationToken) =>
        Files.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>From every address.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        Task.WhenAll(DeleteUploadAsync(name, cancellationToken), DeleteKeptAsync(name, cancellationToken));

    public AsyncPageable<BlobItem> ListUploadsAsync(CancellationToken cancellationToken) => Uploads.GetBlobsAsync(cancellationToken: cancellationToken);

    public AsyncPageable<BlobItem> ListKeptAsync(CancellationToken cancellationToken) => Files.GetBlobsAsync(cancellationToken: cancellationToken);

    /// <summary>
    /// Whoever may write an upload may lease it too, for ever, and storage deletes no blob under a lease. When the uploader is quicker once more,
    /// the next sweep tries again.
    /// </summary>
    private static async Task DeleteLeasedAsync(BlobClient blob, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        if ((await blob.DeleteIfExistsAsync(conditions, cancellationToken)).Outcome is WriteOutcome.Leased)
        {
            await blob.GetBlobLeaseClient().BreakAsync(cancellationToken);
            await blob.DeleteIfExistsAsync(conditions, cancellationToken);
        }
    }

    /// <summary>The reader sees the end of what arrived only when all of it did; a fault of storage is thrown there too.</summary>
    private static async Task<BlobReadOutcome> FillAsync(PipeWriter writer, BlobClient blob, ETag version, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            return await blob.DownloadToAsync(writer.AsStream(leaveOpen: true), BlobRequestConditions.Match(version), cancellationToken);
        }
        catch (RequestFailedException failure)
        {
            fault = failure;
            throw;
        }
        finally
        {
            await writer.CompleteAsync(fault);
        }
    }
}
