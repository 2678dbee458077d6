import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Section } from "@/components/desk/section";
import { AddStaff } from "@/components/desk/staff/add-staff";
import { PersonControls } from "@/components/desk/staff/person";
import { plainDay } from "@/components/order/moment";
import { allStaff } from "@/lib/desk/staff/people";
import type { Person } from "@/lib/desk/staff/person";
import { staffHere } from "../here";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.staff"))("title") };
}

export default async function StaffPage() {
  const me = await staffHere("/admin/staff");
  const [t, format, people] = await Promise.all([getTranslations("desk"), getFormatter(), allStaff(me)]);
  return (
    <>
      <h1 className="text-2xl font-bold">{t("staff.title")}</h1>
      <p className="mt-1 text-soft">{t("staff.lead")}</p>
      <ul className="mt-6 divide-y divide-line rounded-2xl border border-line px-5 sm:px-6">
        {people.map((person) => (
          <li key={person.id} className="py-5">
            <p className="font-semibold">
              <span>{person.name}</span>{" "}
              {person.id === me.id && <span className="font-normal text-accent">{t("staff.you")}</span>}
            </p>
            <p className="mt-0.5 text-sm text-soft">
              {[
                person.email,
                t(`roles.${person.role}`),
                t(`staff.${standingOf(person)}`),
                ...(person.hasSecondFactor ? [t("staff.factor")] : []),
                `${t("staff.since")} ${format.dateTime(person.createdAt, plainDay)}`,
              ].join(" · ")}
            </p>
            {person.id !== me.id && <PersonControls key={person.role} person={person} />}
          </li>
        ))}
      </ul>
      <Section id="add" title={t("staff.add")}>
        <AddStaff />
      </Section>
    </>
  );
}

const standingOf = ({ disabled, mustChangePassword }: Person) =>
  disabled ? "closed" : mustChangePassword ? "invited" : "open";
