// A MessagePort as a Port. The native functions are bound at once: a cell that patches
// MessagePort.prototype must not see what we send.
import type { Port } from "./contract.ts";

// An event leads to its port: a patched getter of `data` must not be handed one.
const { get: dataOf } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data") as {
  get: () => unknown;
};
const apply = Reflect.apply;

export function messagePort(port: MessagePort): Port {
  const post = port.postMessage.bind(port);
  const listen = port.addEventListener.bind(port);
  let isStarted = false;
  return {
    post: (message, transfer = []) => post(message, [...transfer]),
    onMessage(listener) {
      listen("message", (event) => listener(apply(dataOf, event, [])));
      if (!isStarted) port.start();
      isStarted = true;
    },
  };
}
