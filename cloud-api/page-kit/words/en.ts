import type { KitWords } from './zh.js';

/** What both pages say, in English; each page takes it among its own words. */
export const kitEn: KitWords = {
  product: 'Lamppost',
  language: { other: '中文', toggle: 'Change language' },
  appearance: { light: 'Light', dark: 'Dark', toggle: 'Light or dark' },
  frame: {
    skip: 'Skip to content',
    pages: 'Pages',
    account: 'Account',
    signOut: 'Sign out',
    password: 'Change password',
  },
  common: { cancel: 'Cancel', ok: 'OK', retry: 'Try again' },
  problem: {
    unreachable: 'The server cannot be reached. Check the network and try again.',
    title: 'That did not work',
    other: 'The server refused the request.',
    'access.sign-in-wrong': 'Name or password is wrong.',
    'access.too-many-failures': 'Too many failures. Try again in a while.',
    'account.password-weak':
      'The password is too weak: at least 12 characters of three kinds (small, capital, digit, other), or 20 of any; without your name.',
  },
  notLoaded: {
    title: 'This part of the page could not be loaded',
    hint: 'The server may have been restarted or updated, or the network failed. Load the page again to go on; what was saved is kept.',
    reload: 'Load again',
  },
  password: {
    title: 'Choose a password',
    why: 'You signed in with a one-time password. Choose one of your own first.',
    current: 'Present password',
    next: 'New password',
    again: 'New password again',
    differ: 'The two are not the same',
    required: 'This is needed',
    submit: 'Save the password',
    done: 'The password is changed',
    rule: 'At least 12 characters of three kinds (small, capital, digit, other), or 20 of any.',
  },
  matter: { dust: 'Dust', parking: 'Parking', stall: 'Street stall', burning: 'Open burning' },
};
