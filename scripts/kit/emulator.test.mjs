import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { joinEmulators } from "./emulator.mjs";

/** An emulator that is already running, with this public URL. */
async function running(publicUrl) {
  let urls = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.method === "PUT") urls = JSON.parse(body).urls;
    const health = { name: "twotrack-toss-emulator", ok: true, public_url: publicUrl };
    response.end(JSON.stringify(request.url === "/_control/health" ? health : { urls }));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, webhooks: () => urls };
}

const here = "https://demo.example/emulators/toss";

test.each([
  ["another demo's", "https://other.example/emulators/toss", here],
  ["a demo's, for a shop on this machine", here, undefined],
  ["one for this machine, for a demo elsewhere", null, here],
])("an emulator that sends browsers to another address is not used: %s", async (_, theirs, publicUrl) => {
  const { url, webhooks } = await running(theirs);
  const joining = joinEmulators([{ name: "toss", url, publicUrl, webhookUrl: "http://localhost/webhooks" }]);
  await expect(joining).rejects.toThrow(/sends browsers to .* EMULATOR_TOSS_PORT/s);
  expect(webhooks()).toEqual([]);
});

test.each([
  ["for a demo elsewhere", here, here],
  ["on this machine", null, undefined],
  ["on this machine, of an earlier release", undefined, undefined],
])("one that already runs is used: %s", async (_, theirs, publicUrl) => {
  const { url, webhooks } = await running(theirs);
  const webhookUrl = "http://localhost/webhooks";
  const emulators = await joinEmulators([{ name: "toss", url, publicUrl, webhookUrl }]);
  expect(emulators.note).toContain("already running");
  expect(webhooks()).toEqual([webhookUrl]);
  await emulators.leave();
  expect(webhooks()).toEqual([]);
});
