import { startPage } from '@lamppost/page-kit';
import { Console } from './console.js';
import { en } from './words/en.js';
import { zh } from './words/zh.js';
import '@lamppost/page-kit/styles.css';
import './styles.css';

await startPage({ zh, en }, <Console />);
