import type { Metadata } from "./shared";

/** An address that the shop registered by itself, and what it wants to hear. */
export interface Endpoint {
  id: string;
  url: string;
  enabledEvents: string[];
  description: string | null;
  metadata: Metadata;
  createdAt: number;
}
