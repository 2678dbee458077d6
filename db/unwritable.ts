// One per process, even if a bundler loads this module twice: why the database was not writable when last tried. The
// heartbeat clears it.
const scope = globalThis as typeof globalThis & { twotrackUnwritable?: string };

/** The database's error code; undefined while it is writable. */
export const unwritableBecause = (): string | undefined => scope.twotrackUnwritable;

export const noteUnwritable = (code: string) => {
  scope.twotrackUnwritable = code;
};

export const noteWritable = () => {
  delete scope.twotrackUnwritable;
};
