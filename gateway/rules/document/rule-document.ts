import { z } from 'zod';
import { BurningRule } from './burning-rule.js';
import { DustRule } from './dust-rule.js';
import { ParkingRule } from './parking-rule.js';
import { StallRule } from './stall-rule.js';
import { Zone } from './zone.js';

/** One rule of the document, told apart by its `matter`. */
export const Rule = z.discriminatedUnion('matter', [ParkingRule, StallRule, BurningRule, DustRule]);
export type Rule = z.infer<typeof Rule>;

/** The rule document of a gateway: the zones on its cameras' pictures, and what is not allowed there. */
export const RuleDocument = z
  .strictObject({
    schema: z.literal('lamppost.rules/1'),
    zones: z.array(Zone).max(1000).default([]),
    rules: z.array(Rule).max(1000),
  })
  .superRefine((document, context) => {
    const refuse = (path: PropertyKey[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    const zoneIds = new Set<string>();
    document.zones.forEach((zone, index) => {
      if (zoneIds.has(zone.id))
        refuse(['zones', index, 'id'], `"${zone.id}" is listed twice; give each zone its own id`);
      zoneIds.add(zone.id);
    });
    const ruleIds = new Set<string>();
    document.rules.forEach((rule, index) => {
      if (ruleIds.has(rule.id))
        refuse(['rules', index, 'id'], `"${rule.id}" is listed twice; give each rule its own id`);
      ruleIds.add(rule.id);
      if (rule.matter !== 'dust' && !zoneIds.has(rule.zone)) {
        refuse(
          ['rules', index, 'zone'],
          `there is no zone "${rule.zone}"; the zones are: ${[...zoneIds].join(', ') || 'none'}`,
        );
      }
    });
  });
export type RuleDocument = z.infer<typeof RuleDocument>;
