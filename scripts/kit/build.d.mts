export function idOfSources(more?: string[]): string;
