// A clock that ticks ten times a second while something runs: one timer for all the cells that show a time.

class Clock {
  now = $state(performance.now());
  #watchers = 0;
  #timer = 0;

  /** To be called in an effect: the clock ticks until the returned function is called. */
  watch(): () => void {
    if (this.#watchers++ === 0) {
      this.#timer = window.setInterval(() => (this.now = performance.now()), 100);
    }
    return () => {
      if (--this.#watchers === 0) window.clearInterval(this.#timer);
    };
  }
}

export const clock = new Clock();
