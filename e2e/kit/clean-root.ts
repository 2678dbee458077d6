import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Env } from "./processes";

/** The same as the last stage of deploy/Dockerfile: a root with Node, its libraries and a release, and nothing else. */
export type CleanRoot = {
  /**
   * The command prefix that runs a program there as nobody, with only this environment, and only /data and /tmp
   * writable.
   */
  within(env: Env): string[];
  /** /data, seen from outside. */
  data: string;
  remove(): void;
};

const nobody = 65_534;

/** Whether a separate root can be created: only as root on a Linux whose kernel allows it. */
export function hasCleanRoots(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function makeCleanRoot(release: string): CleanRoot {
  const root = mkdtempSync(join(tmpdir(), "twotrack-root-"));
  const data = mkdtempSync(join(tmpdir(), "twotrack-data-"));
  chmodSync(root, 0o755);
  chownSync(data, nobody, nobody);
  for (const folder of ["app", "data", "tmp", "dev", "proc", "etc"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, "etc/hosts"), "127.0.0.1 localhost\n");
  const libraries = execFileSync("ldd", [process.execPath], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  for (const file of [process.execPath, ...libraries]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    copyFileSync(file, join(root, file));
  }
  const mounts = [
    `mount --bind ${root} ${root}`,
    `mount --bind ${release} ${root}/app`,
    `mount -o remount,bind,ro ${root}/app`,
    `mount -o remount,bind,ro ${root}`,
    `mount --bind ${data} ${root}/data`,
    `mount -t tmpfs -o mode=1777 none ${root}/tmp`,
    `mount --rbind /dev ${root}/dev`,
    `mount --rbind /proc ${root}/proc`,
  ];
  return {
    data,
    within: (env) => [
      ...["unshare", "--mount", "sh", "-c"],
      `${mounts.join(" && ")} && exec "$@"`,
      "sh",
      ...[
        "env",
        "-i",
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ],
      ...["chroot", `--userspec=${nobody}:${nobody}`, root],
    ],
    remove() {
      for (const folder of [root, data]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
