import { readFileSync } from 'node:fs';
import { describeInTypeScript } from './describe-in-typescript.js';

const [file = 'docs/openapi.json'] = process.argv.slice(2);
process.stdout.write(await describeInTypeScript(JSON.parse(readFileSync(file, 'utf8')) as object));
