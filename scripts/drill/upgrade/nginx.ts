import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { patient } from "@/testing/load";

export type Nginx = { errors(): string[]; stop(): Promise<void> };

/** Starts nginx on port `front` with the site from deploy/nginx.conf, without TLS, in front of these ports. */
export async function startNginx(front: number, ports: number[]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-nginx-"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => {
    mkdirSync(join(folder, kind));
    return `${kind}_temp_path ${join(folder, kind)};`;
  });
  const config = join(folder, "nginx.conf");
  const log = join(folder, "errors");
  writeFileSync(
    config,
    `daemon off; pid ${folder}/pid; error_log ${log} warn; ${process.getuid?.() === 0 ? "user root;" : ""}
     events { worker_connections 1024; }
     http { access_log off; ${temporary.join(" ")} ${siteOf(readFileSync("deploy/nginx.conf", "utf8"), front, ports)} }`,
  );
  const child = spawn(program(), ["-p", folder, "-e", log, "-c", config], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const end = () => child.kill("SIGTERM");
  process.on("exit", end);
  const ended = once(child, "close");
  const deadline = Date.now() + patient(10_000);
  while (!(await listens(front))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error("nginx does not start.");
    await pause(50);
  }
  return {
    errors: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line.includes("[error]")),
    async stop() {
      end();
      await ended;
      process.off("exit", end);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const listens = (port: number) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    () => true,
    () => false,
  );

function program() {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const found = folders.map((folder) => join(folder, "nginx")).find(existsSync);
  if (!found) throw new Error("nginx is not installed: apt-get install nginx-light");
  return found;
}

/** Changes only TLS, names and ports in the shipped example. Throws if the example is not as expected. */
function siteOf(text: string, front: number, ports: number[]): string {
  const [upstream, encrypted] = [/^upstream[\s\S]*?^\}/m, /^server \{\n *listen 443[\s\S]*?^\}/m].map(
    (part) => part.exec(text)?.[0] ?? expected(part),
  ) as [string, string];
  const servers = upstream.match(/^ *server .*$/gm) ?? [];
  const [pattern = ""] = servers;
  const ours = ports.map((port) => replaced(pattern, /127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
  const changes: [RegExp, string][] = [
    [/listen 443 ssl;/, `listen 127.0.0.1:${front};`],
    [/^ *ssl_.*$/gm, ""],
    [/server_name .*;/, "server_name _;"],
    // The drill's address has a port, unlike a real shop's.
    [/\$host;/g, "$http_host;"],
    [/X-Forwarded-Proto https;/, "X-Forwarded-Proto http;"],
  ];
  return [
    replaced(upstream, /(^ *server .*\n)+/m, `${ours.join("\n")}\n`),
    changes.reduce((site, [part, other]) => replaced(site, part, other), encrypted),
  ].join("\n");
}

function replaced(text: string, part: RegExp, other: string) {
  if (text.search(part) < 0) expected(part);
  return text.replace(part, () => other);
}

function expected(part: RegExp): never {
  throw new Error(`deploy/nginx.conf no longer contains ${part}.`);
}
