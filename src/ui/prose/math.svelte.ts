// Whether formulas can be rendered yet: the first one that is met asks for KaTeX, and all are rendered when it is there.
import type { RenderMath } from "#markup/math-rules.ts";

class MathState {
  #render = $state.raw<RenderMath>();
  #isAsked = false;

  /** To be read where a rendering may depend on it. */
  get render(): RenderMath | undefined {
    return this.#render;
  }

  /** Called when a formula was met. Where KaTeX cannot be loaded, formulas stay as they are written. */
  load(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    import("#ui/prose/render-math.ts").then(
      ({ renderMath }) => (this.#render = renderMath),
      () => (this.#isAsked = false),
    );
  }
}

export const math = new MathState();
