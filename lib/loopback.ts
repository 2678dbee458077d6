const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

/** True of a host that is this machine's own. */
export const isLoopback = (hostname: string) => loopbackNames.has(hostname.toLowerCase());
