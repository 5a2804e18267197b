import { z } from "zod";

const words = "an AWS account has twelve digits; quote it";

/** YAML reads twelve digits without quotes as a number, which would lose a zero in front. */
export const accountIdSchema = z.string(words).regex(/^\d{12}$/, words);
