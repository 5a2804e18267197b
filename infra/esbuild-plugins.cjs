const { readFile, rm } = require("node:fs/promises");
const { basename, join, resolve } = require("node:path");
const { packagePolicy } = require("./package-policy.cjs");

/** Left out of each bundle, as no function ever runs it, and every cold start would pay for it. */
const leftOut = [
  {
    // Bolt loads the receivers of servers together with the one for Lambda.
    path: /^(\.{1,2}(\/receivers)?\/(Express|HTTP|SocketMode)Receiver|raw-body|@slack\/oauth)$/,
    importer: /node_modules[\\/]@slack[\\/]bolt[\\/]/,
    contents: "module.exports = {};",
  },
  {
    // Calls to Teams go by src/adapters/teams/connector.ts; these are botbuilder's own ways out.
    path: /^(axios|htmlparser2|fs-extra|@azure\/msal-node|@azure\/identity|\.\.\/vendors\/filenamify\/index)$/,
    importer: /node_modules[\\/](?:botbuilder|botframework)[\w-]*[\\/]/,
    contents: "module.exports = {};",
  },
  {
    // Bots over WebSockets and named pipes; one of their classes is inherited from when botbuilder is loaded.
    path: /^botframework-streaming$/,
    importer: /node_modules[\\/]botbuilder[\w-]*[\\/]/,
    contents: "exports.RequestHandler = class {};",
  },
  {
    // For Nodes without a URL of their own.
    path: /^whatwg-url$/,
    importer: /node_modules[\\/]node-fetch[\\/]/,
    contents: "module.exports = {};",
  },
  {
    // Tells pino's transports who called it. With source maps on, Node decodes the whole map to answer.
    path: /^\.(\/lib)?\/caller$/,
    importer: /node_modules[\\/]pino[\\/]/,
    contents: "module.exports = () => [];",
  },
  {
    // Lines for people, written by a thread of their own: a function writes JSON.
    path: /^\.\/transport$/,
    importer: /node_modules[\\/]pino[\\/]/,
    contents: "module.exports = {};",
  },
  {
    // One check of a number; Node's own module of that name is a dozen of its files.
    path: /^assert$/,
    importer: /node_modules[\\/]sonic-boom[\\/]/,
    contents: "module.exports = (holds, why) => { if (!holds) throw new Error(why); };",
  },
  {
    // Lambda gives credentials by the environment. The other ways are clients of their own: SSO, STS, profiles, instances.
    path: /^@aws-sdk\/credential-provider-node$/,
    importer: /node_modules[\\/]@aws-sdk[\\/]client-/,
    contents: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
  },
  {
    // No call of ours streams events, and the browser that runs this is Node.
    path: /^(@smithy\/core\/event-streams|bowser)$/,
    importer: /node_modules[\\/]@(smithy|aws-sdk)[\\/]core[\\/]/,
    contents: "export {};",
  },
  {
    // Error messages in fifty languages; English comes another way.
    path: /^\.\.\/locales\/index\.js$/,
    importer: /node_modules[\\/]zod[\\/]/,
    contents: "export {};",
  },
];

/** CEL's tables are built when the first condition is asked: most events ask none. */
const askLater = {
  path: /^@marcbachmann\/cel-js$/,
  importer: /src[\\/]core[\\/]policy[\\/]condition\.ts$/,
  contents: `export function Environment(...given) {
    return new (require("@marcbachmann/cel-js").Environment)(...given);
  }`,
};

const leaveOut = {
  name: "leave-out",
  setup(build) {
    for (const { path: filter, importer: from, contents } of [...leftOut, askLater]) {
      build.onResolve({ filter }, ({ path, importer }) =>
        from.test(importer) ? { path, namespace: "left-out", pluginData: { contents } } : undefined,
      );
    }
    build.onLoad({ filter: /./, namespace: "left-out" }, ({ pluginData }) => ({
      contents: pluginData.contents,
      resolveDir: __dirname,
    }));
  },
};

/**
 * What a function loads only now and then, such as S3's client or what reads YAML, is a file of its own in the zip, which no start
 * reads. Its name begins with the function's, by which serverless-esbuild knows whose it is.
 */
const loadLater = {
  name: "load-later",
  setup({ initialOptions }) {
    const [entry] = initialOptions.entryPoints;
    initialOptions.splitting = true;
    initialOptions.chunkNames = `${basename(entry).replace(/\.\w+$/, "")}.[name]-[hash]`;
  },
};

/** Takes out of the zip what is loaded later by nothing but what was left out: esbuild writes a file of it all the same. */
const dropUnreached = {
  name: "drop-unreached",
  setup({ initialOptions, onEnd }) {
    initialOptions.metafile = true;
    onEnd(async ({ metafile }) => {
      const { outputs } = metafile ?? { outputs: {} };
      const entry = resolve(initialOptions.entryPoints[0]);
      const isEntry = (file) => resolve(outputs[file].entryPoint ?? "") === entry;
      const reached = new Set(Object.keys(outputs).filter(isEntry));
      // A set gives what is added to it while it is walked.
      for (const file of reached) for (const { path } of outputs[file]?.imports ?? []) reached.add(path);
      const unreached = Object.keys(outputs).filter((file) => !reached.has(file.replace(/\.map$/, "")));
      await Promise.all(unreached.map((file) => rm(file)));
    });
  },
};

/** What `import { z }` brings is one object with all of zod in it; of a namespace, esbuild takes what is called. */
const takeFromZod = {
  name: "take-from-zod",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(
        'import { z } from "zod";',
        'import * as z from "zod";',
      ),
      loader: "ts",
    }));
  },
};

/** A start reads each schema about once, so that compiling a parser for it costs more than it saves. */
const readSchemasPlainly = {
  name: "read-schemas-plainly",
  setup({ initialOptions }) {
    initialOptions.inject = [...(initialOptions.inject ?? []), join(__dirname, "zod-without-compiling.mjs")];
  },
};

/** The policy is the one that the deployment's functions are given by their environment. */
module.exports = ({ service }) => [
  leaveOut,
  loadLater,
  dropUnreached,
  takeFromZod,
  readSchemasPlainly,
  packagePolicy(service.provider.environment.POLICY_FILE),
];
