import { signOut as contract } from "@/lib/contracts/desk/account";
import { accountEndpoint } from "@/lib/desk/endpoint";
import { signOut } from "@/lib/desk/staff/session";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(contract, ({ headers }) =>
  signOut(headers),
);
