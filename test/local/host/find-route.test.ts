import { expect, test } from "vitest";
import { findRoute } from "../../../src/local/host/find-route.ts";

const routes = [
  { method: "GET", path: "/operations/{request_id}" },
  { method: "GET", path: "/operations/mine" },
  { method: "POST", path: "/operations" },
  { method: "GET", path: "/{kind}/{id}/events" },
  { method: "ANY", path: "/approval" },
  { method: "DELETE", path: "/approval" },
  { method: "ANY", path: "/iam/{proxy+}" },
  { method: "GET", path: "/iam/{kind}" },
];

test.each([
  ["POST", "/operations", "/operations", {}],
  ["GET", "/operations/req-1", "/operations/{request_id}", { request_id: "req-1" }],
  ["GET", "/operations/a%20b%2Fc", "/operations/{request_id}", { request_id: "a b/c" }],
  ["GET", "/operations/%zz", "/operations/{request_id}", { request_id: "%zz" }],
  ["GET", "/operations/mine", "/operations/mine", {}],
  ["GET", "/iam/requests", "/iam/{kind}", { kind: "requests" }],
  ["GET", "/requests/7/events", "/{kind}/{id}/events", { kind: "requests", id: "7" }],
])("%s %s takes the route %s", (method, path, template, pathParameters) => {
  const found = findRoute(routes, method, path);

  expect(found).toEqual({ route: { method, path: template }, pathParameters });
});

test.each([
  ["POST", "/iam/requests", "requests"],
  ["GET", "/iam/requests/a%20b/events", "requests/a b/events"],
  ["GET", "/iam//x", "/x"],
])("%s %s takes the route of all the rest", (method, path, proxy) => {
  const found = findRoute(routes, method, path);

  expect(found).toEqual({ route: { method: "ANY", path: "/iam/{proxy+}" }, pathParameters: { proxy } });
});

test.each([
  ["HEAD", "ANY"],
  ["POST", "ANY"],
  ["DELETE", "DELETE"],
])("%s takes the route of %s, its own before one of all methods", (method, taken) => {
  const found = findRoute(routes, method, "/approval");

  expect(found?.route.method).toBe(taken);
});

test.each([
  ["GET", "/operations"],
  ["POST", "/operations/req-1"],
  ["GET", "/operations/"],
  ["GET", "/operations/req-1/more"],
  ["GET", "/"],
  ["GET", "/iam"],
  ["GET", "/iam/"],
])("%s %s takes none", (method, path) => {
  expect(findRoute(routes, method, path)).toBeUndefined();
});
