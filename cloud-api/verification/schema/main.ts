import { evidenceJsonSchema } from '../evidence-schema.js';

process.stdout.write(`${JSON.stringify(evidenceJsonSchema(), null, 2)}\n`);
