// Scales raw scores of one plugin to 0..100. Upstream: pkg/scheduler/framework/plugins/helper/normalize_score.go.

/** The highest score a plugin gives. */
export const maxNodeScore = 100

/** In place: the largest raw score becomes 100 (0 when `reverse`). */
export function normalizeScores(scores: number[], reverse: boolean): void {
  let max = 0
  for (const score of scores) if (score > max) max = score
  for (let i = 0; i < scores.length; i++) {
    const scaled = max === 0 ? 0 : Math.trunc((maxNodeScore * scores[i]!) / max)
    scores[i] = reverse ? maxNodeScore - scaled : scaled
  }
}
