import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";
import type { Delivery } from "@/testing/emulator-control";

type Letter = { body: string; headers: Headers };

type Post = {
  setTargets(urls: string[]): Promise<unknown>;
  list(orderId: string): Promise<Pick<Delivery, "state">[]>;
};

/**
 * An address that a gateway sends its webhooks to until the test ends. It stores them as they arrive, so that a test
 * decides when, in which order and how often the shop receives them.
 */
export async function letterbox(post: Post) {
  const letters: Letter[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    letters.push({ body: Buffer.concat(chunks).toString("utf8"), headers });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await post.setTargets([`http://127.0.0.1:${(server.address() as AddressInfo).port}/`]);
  onTestFinished(async () => {
    await post.setTargets([]);
    server.closeAllConnections();
    server.close();
  });
  return {
    letters,
    /** Everything the gateway has sent about an attempt so far, oldest first. */
    async about(orderId: string): Promise<Letter[]> {
      const isOnItsWay = async () => (await post.list(orderId)).some(({ state }) => state === "pending");
      await expect.poll(isOnItsWay).toBe(false);
      return letters.filter(({ body }) => body.includes(orderId));
    },
  };
}
