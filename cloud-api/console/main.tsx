import { createRoot } from 'react-dom/client';
import { Console } from './console.js';
import { startWords } from './words/index.js';
import './styles.css';

await startWords();
const page = document.querySelector('#page');
if (page === null) throw new Error('index.html has no #page');
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
createRoot(page).render(<Console nonce={nonce} />);
