// The page's beginning: the theme before anything is drawn, then the app.
import { mount } from "svelte";
import "#ui/styles/tokens.css";
import "#ui/styles/base.css";
import "#ui/styles/blocks.css";
import "#ui/styles/prose.css";
import "#ui/styles/print.css";
import App from "#ui/App.svelte";
import { pageServices } from "#ui/services/page-services.ts";
import { theme } from "#ui/state/theme.svelte.ts";

theme.start();
const target = document.querySelector("#app");
if (!target) throw new Error('page: must have an element with the id "app"');
mount(App, { target, props: { services: pageServices() } });
