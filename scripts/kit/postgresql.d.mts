/** The folder of the newest server on this machine that has these programs too. */
export function findBinaries(...programs: string[]): string | undefined;
/** As whom a server runs that does not run as root. */
export function unprivileged(): Promise<{ uid?: number; gid?: number }>;
