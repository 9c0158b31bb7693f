// google-samples/hello-app: answers with its version and host name.
import type { ImageBehaviour } from '../contract.ts'

/** google-samples/hello-app. */
export const image: ImageBehaviour = {
  name: 'google-samples/hello-app',
  size: 11_500_000,
  entrypoint: ['./hello-app'],
  tools: 'none',
  programs: {
    './hello-app': {
      listens: [8080],
      http: (_ask, { hostname }) => ({ code: 200, body: `Hello, world!\nVersion: 1.0.0\nHostname: ${hostname}\n` }),
    },
  },
}
