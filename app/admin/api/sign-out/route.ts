import { accountEndpoint } from "@/lib/admin/endpoint";
import { signOut } from "@/lib/admin/session";
import { signOut as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(contract, ({ headers }) =>
  signOut(headers),
);
