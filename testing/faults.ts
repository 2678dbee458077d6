type Faults<NewFault> = {
  add(fault: NewFault): Promise<{ id: string }>;
  list(): Promise<{ id: string; holding: number }[]>;
  release(id: string): Promise<void>;
  remove(id: string): Promise<void>;
};

/** Adds a fault at a gateway, which lasts until `mend` is called. */
export async function breakAt<NewFault>(faults: Faults<NewFault>, fault: NewFault) {
  const { id } = await faults.add(fault);
  return {
    mend: () => faults.remove(id),
    /** Releases held calls. */
    release: () => faults.release(id),
    /** How many calls the gateway is holding now. */
    holding: async () => (await faults.list()).find((known) => known.id === id)?.holding ?? 0,
  };
}
