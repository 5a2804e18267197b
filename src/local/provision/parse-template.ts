import { parseDocument, type ScalarTag } from "yaml";

/**
 * Takes the text of `serverless.yml` or of a CloudFormation fragment and gives plain data: `!Ref`, `!GetAtt` and
 * `!Sub` in their long form, `${sls:stage}` filled in. Throws on YAML that is faulty or uses another tag.
 */
export function parseTemplate(text: string, stage: string): unknown {
  const document = parseDocument(text.replaceAll(/\$\{sls:stage\}/g, stage), {
    customTags,
    // As the framework reads them.
    merge: true,
    prettyErrors: true,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS();
}

const customTags: ScalarTag[] = [
  { tag: "!Ref", resolve: (logicalId) => ({ Ref: logicalId }) },
  { tag: "!Sub", resolve: (template) => ({ "Fn::Sub": template }) },
  {
    tag: "!GetAtt",
    resolve: (path) => {
      const dot = path.indexOf(".");
      return { "Fn::GetAtt": [path.slice(0, dot), path.slice(dot + 1)] };
    },
  },
];
