/**
 * All that a thread which reads files of strangers is told of the environment: where compiled scripts are kept. Without that
 * such a thread compiles what it is made of anew each time, which takes longer than its work.
 */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}
