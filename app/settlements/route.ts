import { keyFor } from "@/lib/access/api-keys";
import { settlementsOf } from "@/lib/answers/settlements";
import { listSettlements as contract } from "@/lib/contracts/settlement-list";
import { endpoint } from "@/lib/http/http";
import { limitLists } from "@/lib/orders/limits";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input: { month, after }, headers }) => {
    const key = await keyFor("settlements:read", headers);
    await limitLists(key.id);
    return settlementsOf(month, after);
  },
);
