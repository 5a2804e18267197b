interface Template {
  readonly method: string;
  /** Fixed segments, `{named}` ones that stand for any, and at the end perhaps `{proxy+}` for all the rest. */
  readonly path: string;
}

/**
 * The route of a request, with what its named segments stand for: a wholly fixed one before all others, one that takes all the
 * rest after all others, and one of its method before one of `ANY`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function findRoute<Route extends Template>(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> } | undefined {
  const found = routes.flatMap((route) => {
    const isAsked = route.method === method || route.method === "ANY";
    const pathParameters = isAsked ? matchPath(route.path, path) : undefined;
    return pathParameters ? [{ route, pathParameters }] : [];
  });
  const byMethod = [...found.filter(({ route }) => route.method === method), ...found];
  return (
    byMethod.find(({ route }) => route.path === path) ??
    byMethod.find(({ route }) => !route.path.endsWith(rest)) ??
    byMethod[0]
  );
}

const rest = "/{proxy+}";

function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
  if (!template.endsWith(rest)) return matchSegments(template, path);
  const start = template.slice(0, -rest.length).split("/");
  const given = path.split("/");
  const proxy = given.slice(start.length).join("/");
  const parameters = matchSegments(start.join("/"), given.slice(0, start.length).join("/"));
  return parameters && proxy !== "" ? { ...parameters, proxy: decoded(proxy) } : undefined;
}

function matchSegments(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    const value = given[index] ?? "";
    if (name === undefined ? segment !== value : value === "") return undefined;
    if (name !== undefined) parameters[name] = decoded(value);
  }
  return parameters;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
