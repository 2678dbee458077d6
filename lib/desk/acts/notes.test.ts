import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { eventsOf } from "@/db/events";
import { db } from "@/db/store";
import "@/testing/books";
import { deskAddress, haneul, jiwoo } from "@/testing/desk-people";
import { aPaidPayment } from "@/testing/makers";
import { now } from "../../clock";
import { erasePersonOf } from "../../orders/erase";
import { orderDossier } from "../read/dossier";
import { storyOf as deskStoryOf } from "../read/story";
import { addNote } from "./notes";

const note = (orderId: string, text: string, by = jiwoo) =>
  addNote(by, orderId, { note: text, address: deskAddress }, now());

describe("notes on an order", () => {
  test("colleagues read them in the order's story, and the audit log says who wrote one", async () => {
    const { order } = await aPaidPayment();
    await note(order.id, "Mina called: she is away until Friday");
    const dossier = await orderDossier(haneul, order.number);
    const story = dossier ? deskStoryOf(dossier) : [];
    const lines = story.filter((entry) => "kind" in entry && entry.kind === "note_added");
    expect(lines).toMatchObject([
      { of: "event", detail: { note: "Mina called: she is away until Friday", by: "staff:st_jiwoo" } },
    ]);
    expect(story.filter(({ of }) => of === "staff")).toEqual([]);
    const [entry] = await auditOf(db, order.number);
    expect(entry).toMatchObject({ action: "note_added", actor: "staff:st_jiwoo", detail: {} });
  });

  test("viewers write none", async () => {
    const { order } = await aPaidPayment();
    await expect(note(order.id, "x", haneul)).rejects.toMatchObject({ code: "forbidden" });
    await expect(note("none", "x")).rejects.toMatchObject({ code: "not_found" });
  });

  test("erasing the shopper empties them, and no new one is written", async () => {
    const { order } = await aPaidPayment();
    await note(order.id, "Wrote to mina@shop.example");
    await erasePersonOf(order.id, "operator", now());
    await expect(note(order.id, "x")).rejects.toMatchObject({ code: "outdated" });
    const [kept] = (await eventsOf(db, order.id)).filter(({ kind }) => kind === "note_added");
    expect(kept?.detail).toMatchObject({ note: "" });
  });
});
