import type { Matter, MatterCode } from '@lamppost/contracts';

/** One matter of GB/T 47678.5-2026, of those that a street pole may meet. */
interface CodedMatter {
  readonly code: MatterCode;
  readonly zh: string;
  readonly en: string;
  /** The rule that finds it; null when none of ours does. */
  readonly matter: Matter | null;
}

/** Matter codes of GB/T 47678.5-2026 (which replaces GB/T 30428.2). A document may name others. */
export const MATTER_CODES: readonly CodedMatter[] = [
  { code: '06 020', zh: '焚烧垃圾、树叶', en: 'burning rubbish or leaves', matter: 'burning' },
  { code: '06 029', zh: '露天烧烤', en: 'open-air barbecue', matter: 'burning' },
  { code: '08 004', zh: '工地扬尘', en: 'site dust', matter: 'dust' },
  { code: '08 011', zh: '渣土车未密闭', en: 'uncovered muck truck', matter: null },
  { code: '09 001', zh: '无照经营游商', en: 'unlicensed vendor', matter: 'stall' },
  { code: '09 005', zh: '店外经营', en: 'trading beyond the shop front', matter: 'stall' },
  { code: '09 006', zh: '占道经营', en: 'occupying the road to trade', matter: 'stall' },
  { code: '09 009', zh: '机动车乱停放', en: 'motor vehicle parked anyhow', matter: 'parking' },
  { code: '09 012', zh: '占用消防通道', en: 'fire lane occupied', matter: 'parking' },
];

/** Code that a rule's lead carries where the document names none. */
export const DEFAULT_MATTER_CODE = {
  burning: '06 020',
  dust: '08 004',
  stall: '09 006',
  parking: '09 009',
} as const satisfies Record<Matter, MatterCode>;
