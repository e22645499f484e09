import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const surveyFidelity: readonly FidelityRecord[] = []
