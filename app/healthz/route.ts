import { handlers } from "@/lib/http/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async () =>
  Response.json({ alive: true }),
);
