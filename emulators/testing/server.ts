import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A server of its own for a test. It has the same host name as the emulators, so that browsers keep their pages in one
 * process, as in a demo.
 */
export async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
