import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";

const channel = "net.server.socket";

/**
 * Hangs up on every connection that comes from another machine to this port of this process, for servers that insist
 * on listening on every interface. Gives back what lifts the restriction. What a server writes at once, before it has
 * read anything, may still go out; HTTP servers do not.
 */
export function admitLoopbackOnly(port: number): () => void {
  const check = (message: unknown): void => {
    const socket = socketOf(message);
    if (socket?.localPort === port && !isLoopback(socket.localAddress)) socket.destroy();
  };
  subscribe(channel, check);
  return () => void unsubscribe(channel, check);
}

/** Whether a socket's own address can be reached from this machine alone. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

function socketOf(message: unknown): Socket | undefined {
  if (typeof message !== "object" || message === null || !("socket" in message)) return undefined;
  return message.socket instanceof Socket ? message.socket : undefined;
}
