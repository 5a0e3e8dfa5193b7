using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Marketplace.Storage.Pipeline;

/// <summary>One service's way to the wire: its address, its HTTP pipeline, and the time limits of a call.</summary>
internal sealed class StoragePipeline
{
    private readonly HttpPipeline _pipeline;
    private readonly StorageClientOptions _options;
    private readonly string _apiVersion;

    public StoragePipeline(Uri endpoint, StorageCredential credential, StorageService service, StorageClientOptions options)
    {
        Endpoint = StorageEndpoint.WithoutTrailingSlash(endpoint);
        Credential = credential;
        _options = options;
        _apiVersion = service == StorageService.Table ? ApiVersions.Table : ApiVersions.BlobAndQueue;
        _pipeline = HttpPipelineBuilder.Build(
            options,
            credential.PerCallPolicies(),
            [.. MeterPolicy.For(options.Meter), .. credential.PerRetryPolicies(service, options.Clock)],
            new ResponseClassifier());
    }

    /// <summary>The service's address without a trailing slash or query.</summary>
    public Uri Endpoint { get; }

    public StorageCredential Credential { get; }

    public TimeProvider Clock => _options.Clock;

    public Func<Guid> NewId => _options.NewId;

    /// <summary>A message to a path below the endpoint; the path's segments are already escaped.</summary>
    public HttpMessage CreateMessage(StorageOperation operation, RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage(null, operation.Classifier);
        message.SetProperty(typeof(StorageOperation), operation);
        message.BufferResponse = true;
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("x-ms-version", _apiVersion);
        return message;
    }

    /// <summary>Sends, with the operation's retries, and throws only when no usable answer came.</summary>
    /// <exception cref="RequestFailedException">No answer within the limits: <see cref="StorageFailure.IsOutage"/> is true of it.</exception>
    public async ValueTask<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        if (!StorageWork.IsBulk)
        {
            return await SendNowAsync(message, cancellationToken);
        }

        var turn = await BulkPacing.Shared.EnterAsync(StorageMessage.OperationOf(message).Name, cancellationToken);
        var isAnswered = false;
        try
        {
            var response = await SendNowAsync(message, cancellationToken);
            isAnswered = true;
            return response;
        }
        finally
        {
            BulkPacing.Shared.Leave(turn, isAnswered);
        }
    }

    private async ValueTask<Response> SendNowAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        var operation = StorageMessage.OperationOf(message);
        var limit = operation.IsTransfer ? _options.TransferTimeLimit : _options.TimeLimit;
        if (operation.IsTransfer)
        {
            message.NetworkTimeout = limit;
        }

        using var limited = new CancellationTokenSource(limit, _options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        try
        {
            await _pipeline.SendAsync(message, both.Token);
            return message.Response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception failure) when (StorageFailure.IsUnanswered(failure))
        {
            throw StorageFailure.Unanswered(operation.Name, failure);
        }
    }
}
