import type { Metadata } from "./shared";

/** An endpoint the shop registered through the API, and the events it subscribed to. */
export type Endpoint = {
  id: string;
  url: string;
  enabledEvents: string[];
  description: string | null;
  metadata: Metadata;
  createdAt: number;
};
