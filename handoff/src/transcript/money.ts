import { cleanLine } from './clean.ts'

/**
 * An amount in the words of a locale. The decimal text goes to the formatter as it is: no float rounds it.
 *
 * @example money('en')('49.90', 'EUR') // €49.90
 */
export const money =
  (locale: string) =>
  (amount: string, currency: string): string => {
    const usual = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions()
    const digits = usual.minimumFractionDigits ?? 2
    const fraction = /\.(\d*?)0*$/.exec(amount)?.[1]?.length ?? 0
    const exact = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: Math.min(20, Math.max(digits, fraction)),
    })
    return cleanLine(exact.format(amount as Intl.StringNumericLiteral))
  }

/** A file's size in words. */
export function fileSize(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const unit = units[step] ?? 'byte'
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  })
  return cleanLine(format.format(bytes / 1000 ** step))
}
