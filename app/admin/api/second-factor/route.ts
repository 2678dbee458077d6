import { doorOfDesk } from "@/lib/admin/endpoint";
import { proveSecondFactor } from "@/lib/admin/session";
import { proveSecondFactor as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = doorOfDesk(contract, ({ input, headers }) =>
  proveSecondFactor(input, headers),
);
