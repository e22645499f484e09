import type { OrgConfig } from '../model/config.ts'

/** A ticket in Gorgias' web page, for people (inferred: no document names the path). */
export const ticketUrl = ({ gorgias }: OrgConfig, ticketId: number): string =>
  `${gorgias.baseUrl}/app/ticket/${ticketId}`
