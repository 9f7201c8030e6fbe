import type { KeepFolders, KeptPackage } from './keep-package.js';

/** What the thread that keeps packages begins with. */
export type KeeperSettings = KeepFolders;

/** A key as it is told between threads. */
export interface ToldKey {
  readonly gatewayId: string;
  /** Base64 of the SPKI DER bytes. */
  readonly publicKey: string;
}

/** What the thread is told. */
export type KeeperRequest =
  | {
      readonly kind: 'keep';
      readonly job: number;
      readonly file: string;
      readonly gatewayId: string;
      readonly digest: string;
    }
  | {
      readonly kind: 'key';
      readonly job: number;
      readonly key: ToldKey | null;
      /** Why it could not be looked up; null where it could. */
      readonly failure: string | null;
    };

/** What it answers. While it works on a package it asks for one key at a time. */
export type KeeperAnswer =
  | { readonly kind: 'find-key'; readonly job: number; readonly keyId: string; readonly sequence: number }
  | { readonly kind: 'kept'; readonly job: number; readonly kept: KeptPackage }
  | { readonly kind: 'failed'; readonly job: number; readonly reason: string };
