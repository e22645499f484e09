import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const widgetFidelity: readonly FidelityRecord[] = []
