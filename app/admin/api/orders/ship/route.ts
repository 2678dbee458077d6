import { answerOfCapture } from "@/lib/answers/capture";
import { now } from "@/lib/clock";
import { shipAtDesk } from "@/lib/contracts/desk/order";
import { ship } from "@/lib/desk/acts/ship";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  shipAtDesk,
  async ({ input: { order, shipped, courier, tracking_number: trackingNumber }, staff, address, keyed }) => {
    const captured = await ship(staff, order, { shipped, courier, trackingNumber, address, keyed }, now());
    if (!captured) return { body: { done: true } };
    const { body, ...answer } = await answerOfCapture(captured);
    return { ...answer, body: { done: body.captured > 0 } };
  },
);
