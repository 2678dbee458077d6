import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Preview } from "@react-email/preview";
import { render } from "@react-email/render";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import { Fragment } from "react";
import type { Line } from "../letters/letter";
import { between } from "../letters/parts";
import type { Framed } from "./frame";
import { colorsOf, darkStyle, mostOfLogo, style } from "./style";

/** A letter as HTML for mail programs: tables and inline styles, since many support nothing else. */
export const htmlOf = (letter: Framed): Promise<string> => render(<Page {...letter} />);

function Page(letter: Framed) {
  const { locale, subject, shop, logo, accent, test, title, hello, lead, action, href } = letter;
  const colors = colorsOf(accent);
  return (
    <Html lang={locale}>
      <Head>
        <title>{subject}</title>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyle(colors)}</style>
      </Head>
      <Body style={style.body} className="ground">
        <Preview>{lead[0] ?? title}</Preview>
        <Container style={style.page}>
          <Text style={style.shop} className="soft">
            {logo ? <Logo {...logo} name={shop} /> : shop}
          </Text>
          <Section style={style.card} className="card">
            {test && (
              <Text style={style.test} className="notice">
                {test}
              </Text>
            )}
            <Heading style={style.title} className="ink">
              {title}
            </Heading>
            <Text style={style.paragraph} className="ink">
              {hello}
            </Text>
            {lead.map((paragraph) => (
              <Text key={paragraph} style={style.paragraph} className="ink">
                {paragraph}
              </Text>
            ))}
            <Lines lines={letter.boxed} boxColor={colors.box} />
            <Button
              href={href}
              style={{ ...style.button, backgroundColor: colors.button }}
              className="button"
            >
              {action.label}
            </Button>
            <Items {...letter} />
            <Hr style={style.rule} className="rule" />
            <Lines lines={letter.lines} />
          </Section>
          <Foot {...letter} />
        </Container>
      </Body>
    </Html>
  );
}

/** Many mail programs show no picture before they are asked: until then its text is there. */
function Logo({ src, width, height, name }: NonNullable<Framed["logo"]> & { name: string }) {
  const scale = Math.min(mostOfLogo.width / width, mostOfLogo.height / height);
  return (
    // biome-ignore lint/performance/noImgElement: a letter, not a page.
    <img
      src={src}
      alt={name}
      width={Math.round(width * scale)}
      height={Math.round(height * scale)}
      style={style.logo}
    />
  );
}

/** Labels and values, in two columns as wide as they need to be. */
function Lines({ lines, boxColor }: { lines: Line[]; boxColor?: string }) {
  if (lines.length === 0) return null;
  const table = (
    <table width="100%" cellPadding="0" cellSpacing="0">
      <tbody>
        {lines.map((line) => (
          <Row key={line.label} {...line} />
        ))}
      </tbody>
    </table>
  );
  return boxColor ? (
    <Section style={{ ...style.box, backgroundColor: boxColor }} className="box">
      {table}
    </Section>
  ) : (
    table
  );
}

/** A label and its value side by side; sentences stand below their label. */
function Row({ label, value, strong, long, href }: Line) {
  if (long)
    return (
      <tr>
        <td colSpan={2} style={style.sentences} className="ink">
          <span style={style.above} className="soft">
            {label}
          </span>
          {value}
        </td>
      </tr>
    );
  return (
    <tr>
      <th scope="row" align="left" style={style.label} className="soft">
        {label}
      </th>
      <td align="right" style={strong ? style.strongValue : style.value} className="ink">
        {href ? (
          <Link href={href} style={style.link} className="link">
            {value}
          </Link>
        ) : (
          <Unbroken parts={value.split(between)} />
        )}
      </td>
    </tr>
  );
}

/** On a narrow phone a value breaks only between its parts, such as a card's name and its number. */
function Unbroken({ parts }: { parts: string[] }) {
  return parts.map((part, index) => (
    <Fragment key={part}>
      {index > 0 && between}
      <span style={style.unbroken}>{part}</span>
    </Fragment>
  ));
}

function Items({ items }: Framed) {
  if (items.length === 0) return null;
  return (
    <>
      <Hr style={style.rule} className="rule" />
      <table width="100%" cellPadding="0" cellSpacing="0">
        <tbody>
          {items.map(({ name, count, amount }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a letter is rendered once, and two products may have one name.
            <tr key={index}>
              <td align="left" style={style.item} className="ink">
                {name}{" "}
                <span style={style.count} className="soft">
                  {count}
                </span>
              </td>
              <td align="right" style={style.amount} className="ink">
                {amount}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Foot({ find, shop, seller, why }: Framed) {
  return (
    <Section style={style.foot}>
      <Text style={style.small} className="soft">
        {find.text}{" "}
        <Link href={find.href} style={style.link} className="link">
          {find.href}
        </Link>
      </Text>
      <Text style={style.small} className="soft">
        {shop}
        {seller.map((line) => (
          <span key={line}>
            <br />
            {line}
          </span>
        ))}
      </Text>
      <Text style={style.small} className="soft">
        {why}
      </Text>
    </Section>
  );
}
