using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>Headers and bodies common to table requests (docs/storage-protocol.md §1.3).</summary>
internal static class TableRequest
{
    public static void AcceptJson(Request request) => Accept(request, "application/json;odata=minimalmetadata");

    /// <summary>For writes, whose answers have no body: errors only are read.</summary>
    public static void AcceptNothing(Request request)
    {
        Accept(request, "application/json;odata=nometadata");
        request.Headers.Add("Prefer", "return-no-content");
    }

    public static PooledContent SetBody(Request request, TableEntity entity)
    {
        var content = new PooledContent();
        TableEntityWriter.WriteBody(content, entity);
        request.Headers.Add("Content-Type", "application/json");
        request.Content = content;
        return content;
    }

    private static void Accept(Request request, string type)
    {
        request.Headers.Add("Accept", type);
        request.Headers.Add("DataServiceVersion", "3.0;");
        request.Headers.Add("MaxDataServiceVersion", "3.0;NetFx");
    }
}
