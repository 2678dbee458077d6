// One mark per process, whatever a bundler does with copies of this module: why the database took no write when one was last
// tried. The heartbeat takes it away again.
const scope = globalThis as typeof globalThis & { twotrackUnwritable?: string };

/** The database's own code; undefined while it takes writes. */
export const unwritableBecause = (): string | undefined => scope.twotrackUnwritable;

export const noteUnwritable = (code: string) => {
  scope.twotrackUnwritable = code;
};

export const noteWritable = () => {
  delete scope.twotrackUnwritable;
};
