import { MenuOutlined } from '@ant-design/icons';
import { useChosenInView } from '@lamppost/page-kit';
import { Badge, Dropdown, Grid } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { isWithin, type Place } from './places.js';

/** So many places have room in the bar of a phone; the others stand behind "more". */
const IN_BAR = 4;
const MOST_COUNTED = 99;

function PlaceLink({ place, count }: { readonly place: Place; readonly count: number }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const name = t(`places/${place.name}`);
  return (
    <Link href={place.href} className="place" aria-current={isWithin(location, place.href) ? 'page' : undefined}>
      <span aria-hidden>
        <Badge count={count} overflowCount={MOST_COUNTED} size="small" className="place-sign">
          {place.icon}
        </Badge>
      </span>
      <span>{name}</span>
      {count > 0 && <span className="only-heard">{t('places/waiting', { count })}</span>}
    </Link>
  );
}

function More({ places }: { readonly places: readonly Place[] }) {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const here = places.find(({ href }) => isWithin(location, href));
  return (
    <Dropdown
      trigger={['click']}
      placement="topRight"
      menu={{
        selectedKeys: here === undefined ? [] : [here.href],
        items: places.map(({ href, name, icon }) => ({ key: href, icon, label: t(`places/${name}`) })),
        onClick: ({ key }) => {
          navigate(key);
        },
      }}
    >
      <button type="button" className="place" aria-current={here === undefined ? undefined : 'page'}>
        <span className="place-sign">
          <MenuOutlined aria-hidden />
        </span>
        <span>{here === undefined ? t('places/more') : t(`places/${here.name}`)}</span>
      </button>
    </Dropdown>
  );
}

/** The way to all pages: a rail beside them on an office screen, a bar below them on a phone. */
export function PlaceMenu(options: {
  readonly places: readonly Place[];
  /** How much waits at a place, by its name. */
  readonly counts: Readonly<Partial<Record<Place['name'], number>>>;
}) {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().lg === true;
  const { places, counts } = options;
  const [location] = useLocation();
  const menu = useChosenInView(location);
  const hasMore = !isWide && places.length > IN_BAR + 1;
  const shown = hasMore ? places.slice(0, IN_BAR) : places;
  return (
    <nav ref={menu} className="places" aria-label={t('frame/pages')}>
      {shown.map((place) => (
        <PlaceLink key={place.href} place={place} count={counts[place.name] ?? 0} />
      ))}
      {hasMore && <More places={places.slice(IN_BAR)} />}
    </nav>
  );
}
