import { rulesJsonSchema } from '../../rules/document/rules-schema.js';

process.stdout.write(`${JSON.stringify(rulesJsonSchema(), null, 2)}\n`);
