import type { World } from "../world";
import type { Env } from "./processes";

/** The emulator's API key pair; it works nowhere else. */
const apiKeys = {
  TOSS_API_CLIENT_KEY: "test_ck_emulator_api00000000000000",
  TOSS_API_SECRET_KEY: "test_sk_emulator_api00000000000000",
};

/** Restarts the world's shop with Toss's API keys alone, without the widget's. */
export async function withApiKeysOnly(world: World, env: Env = {}) {
  const { url } = world.emulator;
  const addresses = { TOSS_BASE_URL: url, TOSS_SDK_URL: `${url}/v2/standard` };
  await world.apps[0].restart({ ...apiKeys, ...addresses, ...env });
  return world;
}
