export function findPgbouncer(): string | undefined;
export function startPgbouncer(
  url: string,
  options?: { poolSize?: number },
): Promise<{ url: string; stop(): Promise<void> }>;
