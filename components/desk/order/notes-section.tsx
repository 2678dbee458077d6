import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { Dossier } from "@/lib/desk/read/dossier";
import { type Names, useActWords } from "../act-words";
import { Section } from "../section";
import { NoteForm } from "./note-form";

type Props = { dossier: Dossier; names: Names; mayWrite: boolean };

/** What colleagues noted about an order, newest first. */
export function NotesSection({ dossier: { order, events }, names, mayWrite }: Props) {
  const t = useTranslations("deskOrder.notes");
  const format = useSeoulTime();
  const { nameOf } = useActWords(names);
  const notes = events.filter(({ kind, detail }) => kind === "note_added" && detail.note !== "").toReversed();
  const mayAdd = mayWrite && order.erasedAt === null;
  if (notes.length === 0 && !mayAdd) return null;
  return (
    <Section id="notes" title={t("title")}>
      {notes.length > 0 && (
        <ol className="mt-3 grid gap-3">
          {notes.map(({ id, at, detail: { note, by } }) => (
            <li key={id} className="rounded-xl bg-notice-wash px-4 py-3">
              <p className="leading-relaxed break-words">{String(note)}</p>
              <p className="mt-1 text-sm text-notice">
                {[nameOf(String(by)), format.dateTime(at, moment)].join(" · ")}
              </p>
            </li>
          ))}
        </ol>
      )}
      {mayAdd && <NoteForm order={order.id} />}
    </Section>
  );
}
