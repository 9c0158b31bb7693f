// google-samples/hello-app: answers with its version and host name, which its tag tells; built on alpine.
// Upstream: GoogleCloudPlatform/kubernetes-engine-samples, hello-app and hello-app-v2.
import type { ImageBehaviour } from '../contract.ts'
import { goLogLine } from '../programs/go-log.ts'
import { serve } from '../programs/serve.ts'

const PORT = '8080'

/** google-samples/hello-app. */
export const image: ImageBehaviour = {
  name: 'google-samples/hello-app',
  size: 11_500_000,
  cmd: ['./hello-app'],
  env: { PORT },
  packages: 'apk',
  programs: {
    './hello-app': (context) => {
      const { world, err, env } = context
      const port = env.get('PORT') || PORT
      const version = world.tag.startsWith('2') ? '2.0.0' : '1.0.0'
      err.write(goLogLine(world, `Server listening on port ${port}`))
      return serve(
        context,
        new Map([
          [
            Number(port),
            {
              http: ({ path }) => {
                err.write(goLogLine(world, `Serving request: ${path.split('?')[0]}`))
                return { code: 200, body: `Hello, world!\nVersion: ${version}\nHostname: ${world.hostname}\n` }
              },
            },
          ],
        ]),
      )
    },
  },
}
