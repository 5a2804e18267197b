import { z } from "zod";
import { selectActionSchema } from "./basic-actions.ts";
import { actionSchema, type CardAction } from "./card-actions.ts";
import { inputSchemas } from "./card-inputs.ts";

/** One element of a card, with what this fake looks at. */
export type CardElement = {
  readonly type: string;
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  readonly value?: unknown;
  readonly isVisible?: boolean | undefined;
  readonly isRequired?: boolean | undefined;
  readonly items?: readonly CardElement[] | undefined;
  readonly columns?: readonly unknown[] | undefined;
  readonly rows?: readonly { readonly cells?: readonly CardElement[] | undefined }[] | undefined;
  readonly actions?: readonly CardAction[] | undefined;
  readonly selectAction?: unknown;
};

const elementShape = {
  id: z.string().min(1).optional(),
  isVisible: z.boolean().optional(),
  separator: z.boolean().optional(),
  spacing: z.enum(["none", "small", "default", "medium", "large", "extraLarge", "padding"]).optional(),
  height: z.enum(["auto", "stretch"]).optional(),
  fallback: z.unknown().optional(),
};
const colors = z.enum(["default", "dark", "light", "accent", "good", "warning", "attention"]);
const horizontal = z.enum(["left", "center", "right"]);
const vertical = z.enum(["top", "center", "bottom"]);
const containerStyle = z.enum(["default", "emphasis", "good", "attention", "warning", "accent"]);
const textStyle = {
  color: colors.optional(),
  isSubtle: z.boolean().optional(),
  size: z.enum(["default", "small", "medium", "large", "extraLarge"]).optional(),
  weight: z.enum(["default", "lighter", "bolder"]).optional(),
  fontType: z.enum(["default", "monospace"]).optional(),
};
const boxShape = {
  ...elementShape,
  style: containerStyle.optional(),
  bleed: z.boolean().optional(),
  minHeight: z
    .string()
    .regex(/^\d+px$/)
    .optional(),
  verticalContentAlignment: vertical.optional(),
  selectAction: selectActionSchema.optional(),
};

const image = z.strictObject({
  type: z.literal("Image"),
  ...elementShape,
  height: z.string().optional(),
  url: z.url({ protocol: /^(https|data)$/ }),
  altText: z.string().optional(),
  backgroundColor: z.string().optional(),
  horizontalAlignment: horizontal.optional(),
  selectAction: selectActionSchema.optional(),
  size: z.enum(["auto", "stretch", "small", "medium", "large"]).optional(),
  style: z.enum(["default", "person"]).optional(),
  width: z.string().optional(),
});

const textRun = z.strictObject({
  type: z.literal("TextRun"),
  text: z.string(),
  ...textStyle,
  highlight: z.boolean().optional(),
  italic: z.boolean().optional(),
  strikethrough: z.boolean().optional(),
  underline: z.boolean().optional(),
  selectAction: selectActionSchema.optional(),
});

const elements: z.ZodType<readonly CardElement[]> = z.lazy(() => z.array(elementSchema));
const width = z.union([z.string().regex(/^(auto|stretch|\d+px|\d+)$/), z.number()]);

const column = z.strictObject({
  type: z.literal("Column"),
  ...boxShape,
  items: elements.optional(),
  width: width.optional(),
});

const tableCell = z.strictObject({ type: z.literal("TableCell"), ...boxShape, items: elements.optional() });
const tableRow = z.strictObject({
  type: z.literal("TableRow"),
  cells: z.array(tableCell),
  style: containerStyle.optional(),
  horizontalCellContentAlignment: horizontal.optional(),
  verticalCellContentAlignment: vertical.optional(),
});
const tableColumn = z.strictObject({
  width: z.union([z.number(), z.string()]).optional(),
  horizontalCellContentAlignment: horizontal.optional(),
  verticalCellContentAlignment: vertical.optional(),
});

/** What stands in a card: what Teams draws of version 1.5. */
export const elementSchema: z.ZodType<CardElement> = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("TextBlock"),
      ...elementShape,
      ...textStyle,
      text: z.string().min(1, "Teams draws nothing for an empty text"),
      horizontalAlignment: horizontal.optional(),
      maxLines: z.number().int().positive().optional(),
      wrap: z.boolean().optional(),
      style: z.enum(["default", "heading"]).optional(),
    }),
    z.strictObject({
      type: z.literal("RichTextBlock"),
      ...elementShape,
      inlines: z.array(z.union([z.string(), textRun])).min(1),
      horizontalAlignment: horizontal.optional(),
    }),
    image,
    z.strictObject({
      type: z.literal("ImageSet"),
      ...elementShape,
      images: z.array(image),
      imageSize: z.enum(["small", "medium", "large"]).optional(),
    }),
    z.strictObject({
      type: z.literal("FactSet"),
      ...elementShape,
      facts: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
    }),
    z.strictObject({
      type: z.literal("Container"),
      ...boxShape,
      items: elements,
      rtl: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal("ColumnSet"),
      ...boxShape,
      columns: z.array(column).min(1),
      horizontalAlignment: horizontal.optional(),
    }),
    z.strictObject({
      type: z.literal("ActionSet"),
      ...elementShape,
      actions: z.array(actionSchema).min(1).max(6),
    }),
    z.strictObject({
      type: z.literal("Table"),
      ...elementShape,
      columns: z.array(tableColumn).min(1),
      rows: z.array(tableRow),
      firstRowAsHeader: z.boolean().optional(),
      showGridLines: z.boolean().optional(),
      gridStyle: containerStyle.optional(),
      horizontalCellContentAlignment: horizontal.optional(),
      verticalCellContentAlignment: vertical.optional(),
    }),
    ...inputSchemas(elementShape),
  ]),
);
