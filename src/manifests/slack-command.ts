/** What the app's command is called, unless the deployment's operator says otherwise. */
export const usualSlackCommand = "/rds-request";

/** A slash, and at most 32 characters with it: https://docs.slack.dev/interactivity/implementing-slash-commands. */
export const slackCommandPattern = /^\/[a-z0-9_-]{1,31}$/;
