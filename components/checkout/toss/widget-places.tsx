import type { GatewayPart } from "../gateway-part";
import { agreementId, methodsId } from "./widget";

type Props = { state: GatewayPart["state"] };

/** The elements in which the widget draws its two parts; React leaves them alone. */
export const WidgetMethods = ({ state }: Props) => <Place id={methodsId} state={state} />;
export const WidgetAgreement = ({ state }: Props) => <Place id={agreementId} state={state} />;

function Place({ id, state }: Props & { id: string }) {
  return (
    <div className={state === "ready" ? "-mx-1" : "h-0 overflow-hidden"}>
      <div id={id} />
    </div>
  );
}
