import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  EnvironmentOutlined,
  HddOutlined,
  InboxOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Me } from '../session/use-me.js';
import type { zh } from './words.js';

/** A page of the console that the menu leads to. */
export interface Place {
  readonly href: string;
  /** Its name among the words of the menu. */
  readonly name: Exclude<keyof typeof zh, 'more' | 'waiting' | 'lost'>;
  readonly icon: ReactNode;
  /** Whoever has one of these sees it. */
  readonly forAny: Me['permissions'];
}

/** All pages that the menu leads to, in its order; the first four stand in the bar of a phone. */
const PLACES: readonly Place[] = [
  { href: '/', name: 'inbox', icon: <InboxOutlined aria-hidden />, forAny: ['case.read'] },
  {
    href: '/dispatch',
    name: 'dispatch',
    icon: <SendOutlined aria-hidden />,
    forAny: ['case.dispatch', 'case.verify-on-site', 'audit.read'],
  },
  { href: '/map', name: 'map', icon: <EnvironmentOutlined aria-hidden />, forAny: ['device.read'] },
  {
    href: '/coordination',
    name: 'coordination',
    icon: <ApartmentOutlined aria-hidden />,
    forAny: ['coordination.take-part', 'audit.read'],
  },
  {
    href: '/joint',
    name: 'joint',
    icon: <TeamOutlined aria-hidden />,
    forAny: ['case.transfer', 'case.accept', 'audit.read'],
  },
  {
    href: '/visits',
    name: 'visits',
    icon: <AuditOutlined aria-hidden />,
    forAny: ['case.dispatch', 'case.verify-on-site', 'audit.read'],
  },
  {
    href: '/statistics',
    name: 'statistics',
    icon: <BarChartOutlined aria-hidden />,
    forAny: ['statistics.read'],
  },
  { href: '/devices', name: 'devices', icon: <HddOutlined aria-hidden />, forAny: ['device.read'] },
  {
    href: '/admin',
    name: 'admin',
    icon: <SettingOutlined aria-hidden />,
    forAny: ['account.manage', 'jurisdiction.manage', 'rules.publish', 'webhook.manage', 'audit.read'],
  },
  {
    href: '/audit',
    name: 'audit',
    icon: <SafetyCertificateOutlined aria-hidden />,
    forAny: ['audit.read'],
  },
];

/** The pages that somebody's roles open. */
export function placesFor(permissions: Me['permissions']): Place[] {
  return PLACES.filter(({ forAny }) => forAny.some((permission) => permissions.includes(permission)));
}

/** Whether a location is a place or lies below it; a case belongs to the inbox. */
export function isWithin(location: string, href: string): boolean {
  if (href === '/') return location === '/' || location.startsWith('/cases/');
  return location === href || location.startsWith(`${href}/`);
}
