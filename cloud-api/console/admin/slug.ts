/** How IDs of groups and documents are written: as the cloud takes them. */
export const SLUG = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
