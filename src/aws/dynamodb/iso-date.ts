import { z } from "zod";

/** A moment as all tables keep it: ISO 8601 in UTC with milliseconds, so that text sorts as time. */
export const isoDateSchema = z.iso.datetime().transform((text) => new Date(text));
