import { SMTPServer } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { ownPort } from "@/e2e/kit/ports";
import { toServer } from "./smtp";

/** A mail server with a self-signed certificate, like Debian's Postfix, that accepts one password. */
async function aServer(host = "127.0.0.1") {
  const port = await ownPort();
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 200,
    onAuth: ({ username, password }, _session, done) =>
      username === "shop" && password === "right"
        ? done(null, { user: "shop" })
        : done(Object.assign(new Error("5.7.8 wrong"), { responseCode: 535 })),
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, host, () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return port;
}

const verify = (url: string) =>
  toServer(url, false)
    .verify()
    .then(
      () => "taken",
      ({ why }) => why,
    );

test("a mail server on this machine may have its own certificate; one elsewhere may not", async () => {
  const port = await aServer();
  expect(await verify(`smtp://localhost:${port}`)).toBe("taken");
  // Another address of this machine that is not recognized as loopback.
  const other = await aServer("127.0.0.2");
  expect(await verify(`smtp://127.0.0.2:${other}`)).toMatch(/^(ESOCKET|ETLS)/);
});

test("a wrong password, and TLS on a port that begins without it, are found before an email is sent", async () => {
  const port = await aServer();
  expect(await verify(`smtp://shop:right@localhost:${port}`)).toBe("taken");
  expect(await verify(`smtp://shop:wrong@localhost:${port}`)).toMatch(/^EAUTH/);
  expect(await verify(`smtps://localhost:${port}`)).toMatch(/^ESOCKET/);
});
