// hpa-example: PHP behind Apache, which works for each request and answers OK!. Upstream: kubernetes.io/docs/tasks/run-application
// /horizontal-pod-autoscale-walkthrough. Limit: what Apache logs is left out.
import type { ImageBehaviour } from '../contract.ts'

/** hpa-example. */
export const image: ImageBehaviour = {
  name: 'hpa-example',
  size: 160_000_000,
  cmd: ['apache2-foreground'],
  tools: 'gnu',
  programs: { 'apache2-foreground': { listens: [80], http: () => ({ code: 200, body: 'OK!' }) } },
}
