/** Leaves out of each bundle what no function ever runs, and every cold start would pay for. */
const leftOut = [
  {
    // Bolt loads the receivers of servers together with the one for Lambda.
    path: /^(express|raw-body|@slack\/oauth|@slack\/socket-mode)$/,
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
    // Error messages in fifty languages; English comes another way.
    path: /^\.\.\/locales\/index\.js$/,
    importer: /node_modules[\\/]zod[\\/]/,
    contents: "export {};",
  },
];

const leaveOut = {
  name: "leave-out",
  setup(build) {
    for (const { path: filter, importer: from, contents } of leftOut) {
      build.onResolve({ filter }, ({ path, importer }) =>
        from.test(importer) ? { path, namespace: "left-out", pluginData: { contents } } : undefined,
      );
    }
    build.onLoad({ filter: /./, namespace: "left-out" }, ({ pluginData }) => ({
      contents: pluginData.contents,
    }));
  },
};

module.exports = [leaveOut];
