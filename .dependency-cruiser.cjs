/** The borders of docs/architecture.md. test/borders proves with planted violations that each rule bites. */
const layers = {
  core: [],
  operations: ["core"],
  app: ["core", "operations"],
  adapters: ["core", "operations", "app"],
  aws: ["core", "operations", "app"],
};

/** Each library that speaks to the outside is imported in one folder. */
const homes = {
  "@slack/": "src/adapters/slack/",
  botbuilder: "src/adapters/teams/",
  "(hono|@hono)/": "src/adapters/http/",
  jose: "src/adapters/http/",
  echarts: "src/adapters/links/analytics/",
  "@aws-sdk/(client-dynamodb|lib-dynamodb)/": "src/aws/dynamodb/",
  "@aws-sdk/client-rds/": "src/aws/rds/",
  "@aws-sdk/client-cloudwatch/": "src/aws/cloudwatch/",
  "@aws-sdk/client-sns/": "src/aws/sns/",
  "@aws-sdk/client-sqs/": "src/aws/sqs/",
  "@aws-sdk/client-ses/": "src/aws/ses/",
  "@aws-sdk/client-s3/": "src/aws/s3/",
  nodemailer: "src/aws/ses/",
  "@aws-sdk/client-sts/": "src/aws/sts/",
  "@aws-sdk/client-kms/": "src/aws/kms/",
  "@aws-sdk/client-sfn/": "src/aws/step-functions/",
  "@aws-sdk/client-secrets-manager/": "src/aws/secrets-manager/",
  "@aws-sdk/client-cloudformation/": "src/aws/cloudformation/",
};

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "only-what-resolves",
      comment: "a module that cannot be found, or a package that package.json does not name",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-dev-dependencies-in-production",
      severity: "error",
      from: { pathNot: "(^|/)src/local/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg"], dependencyTypesNot: ["type-only"] },
    },
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `${layer}-imports-only-inwards`,
      severity: "error",
      from: { path: `(^|/)src/${layer}/` },
      to: { path: "(^|/)src/", pathNot: [layer, ...allowed].map((name) => `(^|/)src/${name}/`) },
    })),
    {
      name: "core-is-pure",
      comment: "no SDK, no clock, no chance: only these packages",
      severity: "error",
      from: { path: "(^|/)src/core/" },
      to: {
        pathNot: [
          "(^|/)src/core/",
          "node_modules/(zod|canonicalize|luxon|@types/luxon|@marcbachmann/cel-js)/",
          "^(node:)?(crypto|path)$",
        ],
      },
    },
    {
      name: "adapters-do-not-know-each-other",
      severity: "error",
      from: { path: "(^|/)src/adapters/([^/]+)/" },
      to: { path: "(^|/)src/adapters/", pathNot: "(^|/)src/adapters/$2/" },
    },
    {
      name: "lambda-does-not-know-local",
      severity: "error",
      from: { pathNot: "(^|/)src/(local|cli)/", path: "(^|/)src/" },
      to: { path: "(^|/)src/local/" },
    },
    {
      name: "cli-reads-the-infrastructure-and-nothing-else-of-local",
      severity: "error",
      from: { path: "(^|/)src/cli/" },
      to: { path: "(^|/)src/local/", pathNot: "(^|/)src/local/provision/read-infrastructure" },
    },
    {
      name: "nothing-knows-the-cli",
      severity: "error",
      from: { path: "(^|/)src/", pathNot: "(^|/)src/cli/" },
      to: { path: "(^|/)src/cli/" },
    },
    ...Object.entries(homes).map(([library, home]) => ({
      name: `one-home-for-${library.replace(/[^a-z-]+/g, "")}`,
      severity: "error",
      from: { path: "(^|/)src/", pathNot: [`(^|/)${home}`, "(^|/)src/local/"] },
      to: { path: `node_modules/${library}` },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
