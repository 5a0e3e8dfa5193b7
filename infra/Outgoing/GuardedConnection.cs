using System.Net;
using System.Net.Sockets;

namespace Marketplace.Outgoing;

/// <summary>
/// Connects to public addresses only. The name is resolved here and the connection goes to the very address that was looked at, so
/// that a name which answers differently the second time (DNS rebinding) gains nothing.
/// </summary>
/// <param name="rules">Which hosts are let through unseen.</param>
/// <param name="resolve">Finds a name's addresses.</param>
public sealed class GuardedConnection(TargetRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>Opens a connection.</summary>
    /// <exception cref="TargetRefusedException">The name leads nowhere, or to an address that is not public.</exception>
    /// <exception cref="SocketException">The address does not answer.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(host, port, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>All addresses of the name; one that is not public refuses the name as a whole, since nobody honest mixes them.</summary>
    private async Task<IPAddress[]> AddressesAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new TargetRefusedException("The name has no address.");
        }

        if (!rules.IsAllowed(host, port) && !Array.TrueForAll(addresses, PublicAddress.IsPublic))
        {
            throw new TargetRefusedException("The name leads to an address that is not public.");
        }

        return addresses;
    }
}

/// <summary>Nothing is sent there.</summary>
public sealed class TargetRefusedException(string message) : IOException(message);
