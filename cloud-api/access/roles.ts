import { z } from 'zod';

/** What somebody is in the bureau's work. `device` is a gateway; the others are people, who may hold several. */
export const Role = z.enum(['device', 'operator', 'reviewer', 'officer', 'supervisor', 'auditor', 'administrator']);
export type Role = z.infer<typeof Role>;

/** Roles that an account of a person may hold. */
export const PersonRole = Role.exclude(['device']);
export type PersonRole = z.infer<typeof PersonRole>;
