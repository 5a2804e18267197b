import { config } from "zod/v4/core";

// Before any schema is made. See https://zod.dev/api?id=jitless
config({ jitless: true });
