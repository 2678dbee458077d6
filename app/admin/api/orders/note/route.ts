import { now } from "@/lib/clock";
import { noteAtDesk } from "@/lib/contracts/desk/order";
import { addNote } from "@/lib/desk/acts/notes";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  noteAtDesk,
  async ({ input: { order, note }, staff, address }) => {
    await addNote(staff, order, { note, address }, now());
    return { body: { done: true } };
  },
);
