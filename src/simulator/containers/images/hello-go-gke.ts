// google-samples/hello-go-gke: the backend of the page on connecting a front end to a back end; it answers with a greeting as JSON.
// Upstream: kubernetes.io/docs/tasks/access-application-cluster/connecting-frontend-backend.
import type { ImageBehaviour } from '../contract.ts'

/** google-samples/hello-go-gke. */
export const image: ImageBehaviour = {
  name: 'google-samples/hello-go-gke',
  size: 13_000_000,
  entrypoint: ['/usr/bin/hello'],
  tools: 'none',
  programs: {
    '/usr/bin/hello': {
      listens: [80],
      http: () => ({ code: 200, body: '{"message":"Hello"}\n' }),
      onTerm: { after: 0, code: 2 },
    },
  },
}
