export function bundleTools(folder: string, more?: Record<string, string>): Promise<unknown>;
