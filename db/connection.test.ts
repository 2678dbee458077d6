import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, TLSSocket } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { certificate, certificateKey } from "@/testing/certificate";
import { clientOf, DatabaseRefused, poolOf } from "./connection";
import { isOverload } from "./overload";

/** A server that answers the first message of each connection with `answer`. Returns its port. */
async function serverThat(answer: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** What PostgreSQL, or a pooler, sends to refuse a connection. */
const refusing = (code: string, message: string) => (socket: Socket) => {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  socket.end(Buffer.concat([Buffer.from("E"), length, fields]));
};

/** Speaks TLS with a self-signed certificate for localhost, then closes. */
const secured = (socket: Socket) => {
  socket.write("S");
  const secureContext = createSecureContext({ cert: certificate, key: certificateKey });
  const inside = new TLSSocket(socket, { isServer: true, secureContext });
  inside.on("error", () => {});
  inside.once("data", () => inside.destroy());
};

const account = "postgres://shop-account:s3cr3t@";
const told = /shop-account|s3cr3t|localhost|127\.0\.0\.1|shop-database|ss-of-a-password/;

async function refusalOf(url: string): Promise<DatabaseRefused> {
  const [alone, pooled] = [clientOf("DATABASE_URL", url), poolOf("DATABASE_URL", url, 1)];
  const errors = [
    await alone.connect().catch((error: unknown) => error),
    await pooled.query("SELECT 1").catch((error: unknown) => error),
  ];
  await Promise.all([alone.end(), pooled.end()]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(DatabaseRefused);
    if (error instanceof Error) expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(told);
  }
  return errors[0] as DatabaseRefused;
}

describe("a refused connection gives the reason and the setting's name, and nothing of the address", () => {
  test("where the driver's own words name the account", async () => {
    const port = await serverThat(
      refusing("28P01", 'password authentication failed for user "shop-account"'),
    );
    const { message } = await refusalOf(`${account}127.0.0.1:${port}/shop-database`);
    expect(message).toBe("DATABASE_URL: the account or its password is not accepted (28P01).");
  });

  test("in a pooler's words", async () => {
    const port = await serverThat(refusing("08P01", "no such database: shop-database"));
    expect((await refusalOf(`${account}127.0.0.1:${port}/shop-database`)).message).toContain(
      "pooler refused",
    );
  });

  test("where the host is a piece of a password", async () => {
    const error = await refusalOf(`${account}ss-of-a-password.invalid/shop-database`);
    expect(error.message).toMatch(/there is no such host.*percent-encode|could not be looked up/);
    expect(isOverload(error)).toBe(true);
  });

  test("where nothing listens", async () => {
    const error = await refusalOf(`${account}127.0.0.1:1/shop-database`);
    expect(error.message).toBe("DATABASE_URL: nothing listens at that host and port (ECONNREFUSED).");
    expect(isOverload(error)).toBe(true);
  });

  test("where the address cannot be read", () => {
    expect(() => clientOf("MIGRATE_DATABASE_URL", "postgres://shop:pa#ss@h/d")).toThrow(
      /^MIGRATE_DATABASE_URL cannot be read/,
    );
  });
});

describe("a private certificate authority", () => {
  test.each(["require", "verify-ca", "verify-full"])(
    "sslmode=%s is refused, with the solution",
    async (mode) => {
      const port = await serverThat(secured);
      const { message } = await refusalOf(`${account}localhost:${port}/shop-database?sslmode=${mode}`);
      expect(message).toMatch(/signed by itself \(DEPTH_ZERO.*verify-full&sslrootcert=PATH.*no-verify/s);
    },
  );

  test.each(["verify-full with its file", "no-verify"])("%s is accepted", async (mode) => {
    const folder = mkdtempSync(join(tmpdir(), "twotrack-authority-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "ca.pem");
    writeFileSync(file, certificate);
    const query = mode === "no-verify" ? "sslmode=no-verify" : `sslmode=verify-full&sslrootcert=${file}`;
    // The server closes after the first message over TLS: the certificate was accepted.
    const { message } = await refusalOf(
      `${account}localhost:${await serverThat(secured)}/shop-database?${query}`,
    );
    expect(message).toBe("Connection terminated before PostgreSQL answered.");
  });

  test("a certificate for another host is refused", async () => {
    const folder = mkdtempSync(join(tmpdir(), "twotrack-authority-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "ca.pem"), certificate);
    const port = await serverThat(secured);
    const url = `${account}127.0.0.2:${port}/shop-database?sslmode=verify-full&sslrootcert=${folder}/ca.pem`;
    const refused = await refusalOf(url);
    expect(refused.message).toMatch(/another host name|nothing listens/);
  });

  test("a server without TLS is refused", async () => {
    const port = await serverThat((socket) => socket.end("N"));
    const { message } = await refusalOf(`${account}localhost:${port}/shop-database?sslmode=verify-full`);
    expect(message).toContain("does not speak TLS");
  });
});
