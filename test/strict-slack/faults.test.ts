import { ErrorCode, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { botToken, refusalOf, silent, startWorkplace, type Workplace } from "./start-workplace.ts";

const channel = "C0GENERAL1";
const method = "chat.postMessage";
let place: Workplace;

beforeEach(async () => {
  place = await startWorkplace();
});

afterEach(() => place.stop());

const post = (to = channel) => place.client.chat.postMessage({ channel: to, text: "hello" });
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "ok",
    ({ code }) => code,
  );

it("answers a planned error as often as planned, without doing the work or blaming the app", async () => {
  place.slack.fail({ method, error: "internal_error", times: 2 });

  const errors = [await refusalOf(post()), await refusalOf(post())].map(({ error }) => error);
  await post();

  expect(errors).toEqual(["internal_error", "internal_error"]);
  expect(place.slack.messages(channel)).toHaveLength(1);
  expect(place.slack.calls(method).map(({ error }) => error)).toEqual([
    "internal_error",
    "internal_error",
    undefined,
  ]);
  expect(place.slack.failures()).toEqual([]);
});

it("limits the rate of one channel with 429 and Retry-After", async () => {
  place.slack.fail({ method, channel, status: 429, retryAfter: 7 });

  await post("C0SMALL001");
  const limited = await post().catch((error: unknown) => error);

  expect(limited).toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 7 });
});

it("answers with an HTTP status", async () => {
  place.slack.fail({ method, status: 503 });

  const code = await codeOf(post());

  expect(code).toBe(ErrorCode.HTTPError);
});

it("cuts the connection after the work is done", async () => {
  place.slack.fail({ method, after: true });

  const code = await codeOf(post());

  expect(code).toBe(ErrorCode.RequestError);
  expect(place.slack.messages(channel)).toHaveLength(1);
});

it("cuts the connection before the work", async () => {
  place.slack.fail({ method });

  const code = await codeOf(post());

  expect(code).toBe(ErrorCode.RequestError);
  expect(place.slack.messages(channel)).toEqual([]);
});

it("can be slow", async () => {
  place.slack.fail({ method, delayMs: 1000 });
  const hasty = new WebClient(botToken, {
    slackApiUrl: place.slack.url,
    timeout: 50,
    logger: silent,
    retryConfig: { retries: 0 },
  });

  const code = await codeOf(hasty.chat.postMessage({ channel, text: "hello" }));

  expect(code).toBe(ErrorCode.RequestError);
});
