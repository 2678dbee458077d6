import { now } from "@/lib/clock";
import { saveLogoAtDesk } from "@/lib/contracts/desk/shop";
import { saveLogo } from "@/lib/desk/acts/shop";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  saveLogoAtDesk,
  async ({ input: { file }, staff, address }) => {
    await saveLogo(file === null ? null : Buffer.from(file, "base64"), { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
