import { App, AwsLambdaReceiver } from "@slack/bolt";

/** The least that a Bolt app on Lambda can be: one form, taken without a look at it. */
const receiver = new AwsLambdaReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? "" });
const app = new App({ receiver, authorize: async () => ({ botToken: "xoxb-bare" }) });

app.view("approve_request", async ({ ack }) => {
  await ack();
});

export const handler = receiver.toHandler();
