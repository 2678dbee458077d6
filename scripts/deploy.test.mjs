// @module-tag slow
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";

const has = (program) =>
  [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"].some((folder) =>
    existsSync(join(folder, program)),
  );

test.skipIf(!has("nginx") || !has("openssl"))("nginx accepts the example site", () => {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-nginx-"));
  try {
    const [certificate, key] = [join(folder, "shop.pem"), join(folder, "shop.key")];
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=shop",
        "-keyout",
        key,
        "-out",
        certificate,
      ],
      { stdio: "ignore" },
    );
    const site = readFileSync("deploy/nginx.conf", "utf8")
      .replace("/etc/ssl/shop.pem", certificate)
      .replace("/etc/ssl/shop.key", key);
    const config = join(folder, "nginx.conf");
    writeFileSync(
      config,
      `pid ${folder}/pid; error_log ${folder}/errors; events {} http { access_log off; ${site} }`,
    );
    const { status, stderr } = spawnSync("/usr/sbin/nginx", ["-t", "-p", folder, "-c", config], {
      encoding: "utf8",
    });
    expect(stderr).toContain("syntax is ok");
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.skipIf(!has("systemd-analyze"))("systemd accepts the unit", () => {
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "deploy/twotrack.service"], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("every setting in the examples is one of the shop's", () => {
  const known = readFileSync(".env.example", "utf8");
  const own = new Set([
    "NODE_ENV",
    "SHOP_HOST",
    "SHOPS",
    "POSTGRES_USER",
    "POSTGRES_DB",
    "POSTGRES_PASSWORD_FILE",
  ]);
  for (const file of ["Dockerfile", "compose.sqlite.yaml", "compose.postgresql.yaml", "twotrack.service"]) {
    const text = readFileSync(join("deploy", file), "utf8").replace(/^\s*#.*$/gm, "");
    for (const [, name] of text.matchAll(/\b([A-Z][A-Z_]{3,})(?:=|: )/g)) {
      if (own.has(name)) continue;
      expect(known, `${file}: ${name}`).toContain(name.replace(/_FILE$/, ""));
    }
  }
});
