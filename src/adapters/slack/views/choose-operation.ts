import type { types } from "@slack/bolt";
import { questions, severalHint } from "../../../app/form/questions.ts";
import type { InventoryInstance } from "../../../app/ports/inventory.ts";
import { fullNameOf } from "../../../core/instance-name.ts";
import { findPlaceText } from "../../../core/policy/accounts.ts";
import type { Policy } from "../../../core/policy/policy.ts";
import { catalogue } from "../../../operations/catalogue.ts";
import { plainText } from "../text-objects.ts";
import { input, option, textInput } from "./inputs.ts";

export const chooseOperationId = "choose_operation";

/** Slack's limit for the options of a menu; beyond it the reader types and Slack asks for suggestions. */
export const mostOptions = 100;

/** Slack's limit for an option's text, and for the line below it. */
const longestText = 75;

/** The first step: what to do, and to which instance or instances. */
export function chooseOperationView(
  instances: readonly InventoryInstance[],
  policy: Pick<Policy, "accounts">,
): types.ModalView {
  const operations = catalogue.map(({ label, name }) => option(label, name));
  return {
    type: "modal",
    callback_id: chooseOperationId,
    title: plainText("Request an operation", 24),
    submit: plainText("Next", 24),
    close: plainText("Cancel", 24),
    blocks: [
      input(
        { id: questions.operation, label: "Operation", isRequired: true },
        {
          type: "static_select",
          action_id: questions.operation,
          placeholder: plainText("What to do", 150),
          options: operations,
        },
      ),
      input(
        { id: questions.instance, label: "Instance", isRequired: false },
        instanceMenu(instances, policy),
      ),
      textInput({
        id: questions.several,
        label: "Or several: names, a pattern or a tag",
        hint: severalHint,
        isRequired: false,
        maxLength: 2500,
      }),
    ],
  };
}

/** Where the policy knows several accounts or regions, each is told with its own, and chosen by its full name. */
export function instanceOptions(
  instances: readonly InventoryInstance[],
  { accounts }: Pick<Policy, "accounts">,
): types.PlainTextOption[] {
  return instances.slice(0, mostOptions).map((instance) => {
    const { id, environment } = instance;
    const text = `${id} · ${environment}`;
    const place = findPlaceText(accounts, instance);
    if (place === undefined) return option(text, id);
    const inOneLine = `${text} · ${place}`;
    return inOneLine.length <= longestText
      ? option(inOneLine, fullNameOf(instance))
      : { ...option(text, fullNameOf(instance)), description: plainText(place, longestText) };
  });
}

function instanceMenu(
  instances: readonly InventoryInstance[],
  policy: Pick<Policy, "accounts">,
): types.StaticSelect | types.ExternalSelect {
  const menu = { action_id: questions.instance, placeholder: plainText("Which database", 150) };
  return instances.length > mostOptions
    ? { ...menu, type: "external_select", min_query_length: 1 }
    : { ...menu, type: "static_select", options: instanceOptions(instances, policy) };
}
