import { z } from 'zod';

/** What an operator of the box may do: `viewer` looks, `operator` changes rules too. */
export const OperatorRole = z.enum(['operator', 'viewer']);
export type OperatorRole = z.infer<typeof OperatorRole>;

/** Who is signed in. */
export const Me = z.object({
  name: z.string(),
  role: OperatorRole,
  /** A one-time password opens nothing but the choice of another. */
  mustChangePassword: z.boolean(),
});
export type Me = z.infer<typeof Me>;
