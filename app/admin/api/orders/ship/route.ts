import { answerOfCapture } from "@/lib/answers/capture";
import { now } from "@/lib/clock";
import { shipAtDesk } from "@/lib/contracts/desk/order";
import { ship } from "@/lib/desk/acts/ship";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  shipAtDesk,
  async ({ input: { order, shipped }, staff, address, keyed }) => {
    const captured = await ship(staff, order, { shipped, address, keyed }, now());
    if (!captured) return { body: { done: true } };
    const { body, ...answer } = await answerOfCapture(captured);
    return { ...answer, body: { done: body.captured > 0 } };
  },
);
