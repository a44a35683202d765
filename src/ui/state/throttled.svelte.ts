// A value that is drawn at most so often, however fast it changes; the last one always arrives.

export class Throttled<Value> {
  current = $state.raw() as Value;
  readonly #intervalMs: number;
  #setAt = 0;
  #timer: number | undefined;
  #next: Value;

  constructor(value: Value, intervalMs: number) {
    this.current = value;
    this.#next = value;
    this.#intervalMs = intervalMs;
  }

  set(value: Value): void {
    this.#next = value;
    if (this.#timer !== undefined) return;
    const wait = this.#setAt + this.#intervalMs - performance.now();
    if (wait <= 0) this.#apply();
    else this.#timer = window.setTimeout(() => this.#apply(), wait);
  }

  stop(): void {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #apply(): void {
    this.#timer = undefined;
    this.#setAt = performance.now();
    this.current = this.#next;
  }
}
