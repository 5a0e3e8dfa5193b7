namespace Marketplace.Hosting.Responses;

/// <summary>The successful responses of a handler; declare them in its return type, since the API document is generated from it.</summary>
public static class ApiResults
{
    /// <summary>200 with a value that has no tag; never cached.</summary>
    public static Resource<T> Ok<T>(T value)
        where T : notnull => new(value);

    /// <summary>200 with the resource's tag; 304 when the client has this version already.</summary>
    public static Resource<T> Ok<T>(T value, EntityTag etag)
        where T : notnull => new(value) { ETag = etag };

    /// <summary>200 with a tag computed from the content: for lists that rarely change and are cheap to build.</summary>
    public static Resource<T> Hashed<T>(T value)
        where T : notnull => new(value) { TagsContent = true };

    /// <summary>200 with one page, and <c>Link: rel="next"</c> when there is a next one.</summary>
    public static Resource<T> Page<T>(T page)
        where T : notnull, IPage => new(page);

    /// <summary>201 with the path of the new resource from the root.</summary>
    public static Created<T> Created<T>(string location, T value, EntityTag? etag = null, bool replayed = false)
        where T : notnull => new(location, value) { ETag = etag, IsReplayed = replayed };

    /// <summary>202 with the path from the root where the status can be read.</summary>
    public static Accepted<T> Accepted<T>(string location, T value, EntityTag? etag = null, bool replayed = false)
        where T : notnull => new(location, value) { ETag = etag, IsReplayed = replayed };

    /// <summary>204: successful, without content.</summary>
    public static NoContent NoContent() => Responses.NoContent.Instance;
}
