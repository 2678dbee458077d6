import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { drainRequests, watchRequests } from "./drain";

test("at shutdown connections made before are answered, a late request on them is refused, and nobody else connects", async () => {
  watchRequests();
  const server = createServer((_, response) => response.end("sold"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const connects = () => connect(port, "127.0.0.1");
  /** Sends a request and returns the response. */
  const asks = async (socket = connects()) => {
    socket.write("POST / HTTP/1.1\r\nhost: shop\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}");
    return text(socket).catch(({ code }) => code);
  };
  expect(await asks()).toContain("200 OK");
  const late = connects();
  const sockets = Array.from({ length: 40 }, connects);
  // By then the system has accepted all of these connections, and Node only a few.
  await Promise.all([late, ...sockets].map((socket) => once(socket, "connect")));

  const rush = sockets.map((socket) => asks(socket));
  const closing = drainRequests();

  for (const answer of await Promise.all(rush)) expect(answer).toContain("200 OK");
  await closing;
  expect(await asks(late)).toMatch(/503 Service Unavailable.*retry-after: 5/s);
  expect(await asks()).toBe("ECONNREFUSED");
});
