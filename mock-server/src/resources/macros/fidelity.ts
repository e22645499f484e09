import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const macroFidelity: readonly FidelityRecord[] = []
